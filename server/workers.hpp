// Who does what may block a few milliseconds: store reads, lookups, password hashing. Bounded; when there is too much it says no.
// Thread rule: any thread.
#pragma once

#include <functional>

namespace server {

class Workers {
public:
    virtual ~Workers() = default;
    // False when too many tasks are waiting or running already: the task is dropped, its owner says `overloaded`.
    [[nodiscard]] virtual bool run(std::function<void()> task) = 0;
    // Never refused: for work that was promised (lookups after a commit), whose number the conversations bound.
    virtual void run_promised(std::function<void()> task) = 0;
};

}  // namespace server
