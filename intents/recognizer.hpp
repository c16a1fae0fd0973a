// Words to meaning: compiled rules that turn one text into a Recognition.
// Immutable after construction and safe to share between threads. No I/O, no clock.
#pragma once

#include "intents/recognition.hpp"
#include "intents/rules.hpp"

#include <memory>
#include <string_view>

namespace intents {

class Recognizer {
public:
    // Compiles `rules`. Throws RuleError (what and which rule) for a pattern that does not compile, an unknown synonym set
    // or a rule that names an unknown class. Examples are not run here; see check_examples.
    explicit Recognizer(Rules rules);
    ~Recognizer();
    Recognizer(Recognizer&&) noexcept;
    Recognizer& operator=(Recognizer&&) noexcept;

    // Understands `text` (UTF-8, at most kMaxTextBytes are looked at). Rules of every language apply: customers mix them.
    Recognition recognize(std::string_view text) const;

    const Rules& rules() const;

private:
    struct Compiled;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace intents
