// Every input that the fuzzers have found worth keeping, through every ./test.sh; tests/fuzz/run.sh looks for new ones.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

// Each target is compiled with its own name in place of LLVMFuzzerTestOneInput.
extern "C" int fuzz_frames(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_http_head(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_stored(const std::uint8_t* data, std::size_t size);
extern "C" int fuzz_wire(const std::uint8_t* data, std::size_t size);

namespace {

struct Target {
    const char* name;
    int (*run)(const std::uint8_t*, std::size_t);
};

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, TheKeptInputsBreakNothing) {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(FRONTDESK_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().name)) {
        std::ifstream in(file.path(), std::ios::binary);
        const std::string input{std::istreambuf_iterator<char>(in), {}};
        SCOPED_TRACE(file.path());
        GetParam().run(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
        ++count;
    }
    EXPECT_GT(count, 5U) << "the corpus is gone";
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::Values(Target{"frames", fuzz_frames}, Target{"http_head", fuzz_http_head}, Target{"stored", fuzz_stored},
                                                       Target{"wire", fuzz_wire}),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
