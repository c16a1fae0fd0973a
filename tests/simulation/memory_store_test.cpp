// The simulated store keeps the contract that every backend keeps.
#include "tests/simulation/memory_store.hpp"
#include "tests/storage/contract.hpp"

namespace simulation {
namespace {

class MemoryInstallation final : public storage::support::Installation {
public:
    std::unique_ptr<storage::Store> open(std::function<storage::Time()>) override { return std::make_unique<MemoryStore>(disk_, Conditions{}); }

private:
    MemoryDisk disk_;
};

}  // namespace
}  // namespace simulation

namespace storage::support {

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         testing::Values(Backend{"memory", [] { return std::make_unique<simulation::MemoryInstallation>(); }}),
                         [](const auto& backend) { return backend.param.name; });

}  // namespace storage::support
