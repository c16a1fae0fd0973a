// The machine of the simulated customers against the scripts that the widget's machine keeps too (web/tests/protocol_scripts.test.ts).
#include "tests/simulation/customer_protocol.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <memory>

namespace simulation {
namespace {

class Script {
public:
    explicit Script(const Json& script) : script_(script) { load(); }

    void run() {
        int number = 0;
        for (const auto& step : script_["steps"]) {
            SCOPED_TRACE("step " + std::to_string(++number) + ": " + step.dump());
            apply(step["in"].begin().key(), step["in"].begin().value());
            EXPECT_EQ(outputs(), step.value("out", Json::array()));
            if (step.contains("state")) {
                EXPECT_EQ(kStates.at(static_cast<std::size_t>(page_->state())), step["state"]);
            }
            if (step.contains("shown")) {
                EXPECT_EQ(shown(), step["shown"]);
            }
            if (step.contains("unsent")) {
                EXPECT_EQ(unsent(), step["unsent"]);
            }
        }
    }

private:
    static constexpr std::array kStates{"idle", "connecting", "greeting", "ready", "waiting"};
    static constexpr std::array kItemStates{"waiting", "sent", "taken", "refused"};

    void load() {
        page_ = std::make_unique<CustomerProtocol>(memory_, "zh-CN", [] { return 0.0; });
    }

    void apply(const std::string& input, const Json& value) {
        if (input == "start") page_->start(now_);
        else if (input == "opened") page_->opened(now_);
        else if (input == "frame") page_->received(value.dump(), now_);
        else if (input == "text") page_->received(value, now_);
        else if (input == "closed") page_->closed(value, now_);
        else if (input == "pass_ms") pass(milliseconds(value.get<int>()));
        else if (input == "say") say({{"type", "message"}, {"text", value}});
        else if (input == "choose") say({{"type", "message"}, {"choice", value["id"]}, {"label", value["label"]}});
        else if (input == "wake") page_->wake(value == "fresh", now_);
        else if (input == "reload") load();
        else ADD_FAILURE() << "no such input";
    }

    void say(Json frame) { page_->say("c" + std::to_string(++cids_), std::move(frame), now_); }

    void pass(milliseconds time) {
        const milliseconds end = now_ + time;
        for (auto next = page_->next_tick(); next && *next <= end; next = page_->next_tick()) {
            now_ = std::max(now_, *next);
            page_->tick(now_);
        }
        now_ = end;
    }

    Json outputs() {
        Json all = Json::array();
        for (const auto& output : page_->take()) {
            using Kind = CustomerProtocol::Output::Kind;
            all.push_back(output.kind == Kind::open ? Json("open") : output.kind == Kind::close ? Json("close") : output.frame);
        }
        return all;
    }
    Json shown() const {
        Json texts = Json::array();
        for (const auto& entry : page_->log()) texts.push_back(entry["text"]);
        return texts;
    }
    Json unsent() const {
        Json items = Json::array();
        for (const auto& item : page_->outbox()) items.push_back({item.cid, kItemStates.at(static_cast<std::size_t>(item.state))});
        return items;
    }

    const Json& script_;
    PageMemory memory_;
    std::unique_ptr<CustomerProtocol> page_;
    milliseconds now_{1'000'000};
    int cids_ = 0;
};

TEST(CustomerProtocol, KeepsToEveryScript) {
    int scripts = 0;
    for (const auto& file : std::filesystem::directory_iterator(std::string(FRONTDESK_SOURCE_DIR) + "/tests/protocol_scripts")) {
        SCOPED_TRACE(file.path().filename().string());
        std::ifstream in(file.path());
        const Json script = Json::parse(in);
        Script(script).run();
        ++scripts;
    }
    EXPECT_GE(scripts, 20);
}

}  // namespace
}  // namespace simulation
