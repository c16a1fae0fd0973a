// The frames of customers and agents, hello with its token among them: any text is either a frame within its limits or refused.
#include "server/wire.hpp"
#include "tests/fuzz/oracle.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>

namespace {

using namespace server;

// Bytes of a text of 8,000 code points.
constexpr std::size_t kMaxTextBytes = 4 * 8000;

void check(const wire::Refusal& refusal) { fuzz::require(!refusal.code.empty() && refusal.cid.size() <= 4 * 64, "a refusal has a code and a short cid"); }

void check(const wire::CustomerFrame& frame) {
    if (const auto* message = std::get_if<wire::Message>(&frame)) {
        fuzz::require(!message->cid.empty() && message->cid.size() <= 4 * 64, "a message has a cid");
        fuzz::require(message->text.size() <= kMaxTextBytes, "a text has its limit");
        fuzz::require(message->choice.empty() || message->text.empty(), "a choice has no text");
        fuzz::require(message->text.find('\0') == std::string::npos, "a text has no NUL");
    }
}

void check(const wire::AgentFrame& frame) {
    if (const auto* command = std::get_if<wire::AgentCommand>(&frame)) {
        fuzz::require(!command->cid.empty() && command->text.size() <= kMaxTextBytes, "a command has a cid, and its text a limit");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::visit([](const auto& parsed) { check(parsed); }, wire::parse_customer(text));
    std::visit([](const auto& parsed) { check(parsed); }, wire::parse_agent(text));
    return 0;
}
