// What a turn costs without network and disk: the six messages of an intake through dialog::step alone, or through the whole reception over
// a store that commits at once. It only runs them; count instructions, without those of the start, with
//   valgrind --tool=callgrind --instr-atstart=no build/release/turn_bench step|shell CONVERSATIONS
#include "dialog/engine.hpp"
#include "server/local_desk.hpp"
#include "tests/support/people.hpp"
#include "tests/support/store_between.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <valgrind/callgrind.h>

namespace {

struct Said {
    const char* text;
    const char* choice;
};
constexpr std::array kIntake{
    Said{"我家空调不制冷了，开了一个小时还是吹热风", ""}, Said{"2026030100017", ""}, Said{"5678", ""}, Said{"上周六", ""}, Said{"对的", ""}, Said{"", "nothing_else"},
};

// The shipped desk, answering each message at once: one turn a message.
std::shared_ptr<const config::Loaded> prompt_desk() {
    config::Problems problems;
    auto loaded = config::load(std::string(FRONTDESK_SOURCE_DIR) + "/config", problems);
    loaded->desk.settle = {};
    return loaded;
}

// The verified customer of the demo shop.
dialog::JobDone answer(const dialog::StartJob& job) {
    dialog::JobDone done;
    done.id = job.id;
    done.outcome = "verified";
    done.identity = {dialog::Identity::Level::verified, 0, "C1001", "王小明", "", "2026030100017"};
    done.orders = {{"2026030100017", "空调", "CG-KF35", "2026-03-01", "2899.00", "installed", "德邦快递", "DPK3640021187", "2026-03-04"}};
    return done;
}

// One conversation through the engine; the number of turns.
std::size_t converse(const dialog::Desk& desk) {
    const dialog::Surroundings around{support::monday_morning(), 0, 0, 0};
    std::size_t turns = 0;
    dialog::Conversation conversation;
    const auto apply = [&](const dialog::Event& event) {
        auto turn = dialog::step(desk, std::move(conversation), event, around);
        ++turns;
        if (opens_ticket(turn)) number_ticket(turn, "WX202611230001");
        conversation = std::move(turn.conversation);
        return std::move(turn.effects);
    };
    apply(dialog::Opened{"0123456789abcdef0123456789abcdef", "web", "zh-CN", "visitor"});
    for (const auto& said : kIntake) {
        for (const auto& effect : apply(dialog::CustomerMessage{"m" + std::to_string(turns), said.text, said.choice})) {
            if (const auto* job = std::get_if<dialog::StartJob>(&effect)) apply(answer(*job));
        }
    }
    return turns;
}

std::size_t run_steps(int conversations) {
    const auto loaded = prompt_desk();
    converse(loaded->desk);  // tables that are made at their first use
    std::size_t turns = 0;
    CALLGRIND_START_INSTRUMENTATION;
    for (int each = 0; each < conversations; ++each) turns += converse(loaded->desk);
    CALLGRIND_STOP_INSTRUMENTATION;
    return turns;
}

// One conversation through the sessions and the reception.
void converse(server::LocalDesk& desk) {
    const auto customer = desk.customer();
    customer->say(R"({"type":"hello","locale":"zh-CN"})");
    desk.settle();
    int serial = 0;
    for (const auto& said : kIntake) {
        const bool text = *said.choice == '\0';
        customer->say(fmt::format(R"({{"type":"message","cid":"m{}","{}":"{}"}})", ++serial, text ? "text" : "choice", text ? said.text : said.choice));
        desk.settle();
    }
}

std::size_t run_shell(int conversations) {
    server::LocalDeskOptions options;
    options.configuration = std::string(FRONTDESK_SOURCE_DIR) + "/config";
    options.clock = support::monday_morning();
    options.loaded = prompt_desk();
    options.between = [](std::unique_ptr<storage::Store> real) {
        auto between = std::make_unique<support::StoreBetween>(std::move(real));
        between->commit_at_once();
        return between;
    };
    server::LocalDesk desk(options);
    converse(desk);  // tables that are made at their first use
    const auto before = desk.reception().figures().turns;
    CALLGRIND_START_INSTRUMENTATION;
    for (int each = 0; each < conversations; ++each) converse(desk);
    CALLGRIND_STOP_INSTRUMENTATION;
    return desk.reception().figures().turns - before;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc == 3 ? argv[1] : "";
    const int conversations = argc == 3 ? std::atoi(argv[2]) : 0;
    if ((what != "step" && what != "shell") || conversations < 1) {
        fmt::print(stderr, "turn_bench step|shell CONVERSATIONS\n");
        return 2;
    }
    const std::size_t turns = what == "step" ? run_steps(conversations) : run_shell(conversations);
    fmt::print("{} conversations, {} turns\n", conversations, turns);
    return 0;
}
