#include "tests/simulation/customer.hpp"

#include "tests/simulation/house.hpp"
#include "tests/simulation/witness.hpp"
#include "tests/simulation/world.hpp"

#include <utility>

namespace simulation {
namespace {

const std::vector<std::string> kIssues{
    "我家空调不制冷了，开了一个小时还是吹热风", "冰箱不制冷了，里面的东西都坏了", "洗衣机脱水的时候噪音特别大，像拖拉机一样", "快递显示签收了可是我没收到",
    "我要退款", "热水器漏电，有烧焦的味道", "怎么设置定时", "你好"};
const std::vector<std::string> kAnswers{"2026030100017", "没有", "5678", "我的工单到哪一步了", "上周六", "CG-XY10", "前天", "对的", "不对，型号是CG-XY12", "没错", "谢谢", "不用了", "好", "经常", "重启过"};

}  // namespace

Customer::Customer(World& world, int number)
    : world_(world), name_("customer" + std::to_string(number)), left_to_say_(world.random.between(1, 9)) {}

void Customer::begin() {
    protocol_ = std::make_unique<CustomerProtocol>(memory_, "zh-CN", [this] { return static_cast<double>(world_.random.below(1000)) / 1000; });
    protocol_->start(world_.now());
    settle();
    think();
}

void Customer::think() {
    const bool fast = world_.random.one_in(4);
    world_.scheduler.after(milliseconds(world_.random.between(50, fast ? 700 : 9'000)), Owner::world, [this] {
        if (world_.calm()) return;
        think();
        act();
    });
}

void Customer::act() {
    if (world_.random.one_in(25) && !away_) return reload();
    if (world_.random.one_in(30)) return say_again();
    if (world_.random.one_in(20) && !away_) return go_away();
    if (away_) return;
    if (left_to_say_ > 0 && !protocol_->conversation().empty()) say_something();
    settle();
}

// The page is loaded anew: only what was kept is known.
void Customer::reload() {
    world_.seen(Sometimes::page_reloaded);
    world_.trace(name_, "reloads the page");
    if (link_) link_->give_up();
    link_ = nullptr;
    protocol_ = std::make_unique<CustomerProtocol>(memory_, "zh-CN", [this] { return static_cast<double>(world_.random.below(1000)) / 1000; });
    protocol_->start(world_.now());
    settle();
}

// Closes the page, and opens it again after a while that is long enough for the conversation to leave memory.
void Customer::go_away() {
    world_.trace(name_, "closes the page");
    away_ = true;
    if (link_) link_->give_up();
    link_ = nullptr;
    world_.scheduler.cancel(alarm_);
    const auto house = world_.house_began_at();
    world_.scheduler.after(milliseconds(world_.random.between(1'000, 90'000)), Owner::world, [this, house] {
        away_ = false;
        const bool left = world_.house() && world_.house_began_at() == house && world_.house()->reception().figures().conversations_loaded < world_.disk.heads.size();
        if (left) world_.seen(Sometimes::conversation_came_back_into_memory);
        reload();
    });
}

// A message once more that was acknowledged already, and now and then other words under its cid.
void Customer::say_again() {
    if (acked_.empty() || !link_ || protocol_->state() != CustomerProtocol::State::ready) return;
    const auto& [cid, seq] = *acked_.begin();
    const auto words = said_.at(cid);
    if (words.empty()) return;
    send({{"type", "message"}, {"cid", cid}, {"text", world_.random.one_in(2) ? words : words + "?"}});
}

void Customer::say_something() {
    --left_to_say_;
    const auto& log = protocol_->log();
    if (!log.empty() && log.back().contains("choices") && world_.random.one_in(2)) {
        const auto& choices = log.back()["choices"];
        return say({{"type", "message"}, {"choice", choices[world_.random.below(choices.size())]["id"]}});
    }
    if (world_.random.one_in(8)) return say({{"type", "message"}, {"text", "转人工"}});
    say({{"type", "message"}, {"text", answer()}});
}

std::string Customer::answer() const {
    const auto& log = protocol_->log();
    const std::string asked = log.empty() ? "" : log.back().value("text", "");
    if (asked.find("订单号") != std::string::npos) return world_.random.one_in(5) ? "没有" : "2026030100017";
    if (asked.find("后四位") != std::string::npos) return world_.random.one_in(3) ? "0000" : "5678";
    if (asked.find("对吗") != std::string::npos && !world_.random.one_in(3)) return "对的";
    return world_.random.pick(protocol_->last() < 4 ? kIssues : kAnswers);
}

void Customer::say(Json frame) {
    const std::string cid = name_ + "-" + std::to_string(++cids_);
    said_[cid] = frame.value("text", "");
    protocol_->say(cid, std::move(frame), world_.now());
}

void Customer::link_opened() {
    protocol_->opened(world_.now());
    settle();
}

void Customer::link_received(const std::string& text) {
    const Json frame = Json::parse(text);
    note(frame);
    protocol_->received(text, world_.now());
    settle();
}

void Customer::link_closed(int code) {
    if (hello_unanswered_) {
        world_.seen(Sometimes::cut_during_hello);
        welcome_lost_ = true;
    }
    if (world_.now() - acked_at_ < world_.desk.settle) world_.seen(Sometimes::burst_split_by_a_cut);
    protocol_->closed(code, world_.now());
    settle();
}

void Customer::note(const Json& frame) {
    const std::string type = frame["type"];
    world_.trace(name_, "hears " + frame.dump());
    if (type == "welcome") {
        hello_unanswered_ = false;
        if (std::exchange(welcome_lost_, false) && expected_ > 1) world_.seen(Sometimes::resumed_with_the_token_before);
    }
    if (type == "error" && frame["code"] == "unknown_token") world_.violate(name_ + ": the token it was given is not known");
    if (type == "entry") note_entry(frame);
    if (type == "ack") note_ack(frame);
    if (type == "reconnect") {
        if (hello_unanswered_) world_.seen(Sometimes::hello_put_off);
        else if (frame["after"] == 0) world_.seen(Sometimes::replay_cut_and_went_on);
    }
    if (type != "nack") return;
    const std::string code = frame["code"];
    if (code == "overloaded") world_.seen(Sometimes::nack_overloaded);
    if (code == "unavailable") world_.seen(Sometimes::nack_unavailable);
    if (code == "rate_limited") world_.seen(Sometimes::nack_rate_limited);
}

// P5: on one link, every entry after what the hello named, each once and in order.
void Customer::note_entry(const Json& frame) {
    if (frame["seq"] != expected_) {
        world_.violate("P5 " + name_ + ": entry " + frame["seq"].dump() + " where " + std::to_string(expected_) + " was due");
    }
    expected_ = frame["seq"].get<std::uint64_t>() + 1;
    if (frame["text"].get<std::string>().find("工单号 WX") != std::string::npos) world_.seen(Sometimes::ticket_number_shown);
}

// P2: the same cid, the same seq.
void Customer::note_ack(const Json& frame) {
    world_.seen(Sometimes::customer_heard_ack);
    const std::string cid = frame["cid"];
    const auto [before, first] = acked_.emplace(cid, frame["seq"]);
    if (!first && before->second != frame["seq"]) world_.violate("P2 " + name_ + ": two acks of " + cid + " with different seqs");
    if (sent_before_.contains(cid)) world_.seen(Sometimes::ack_lost_and_sent_again);
    acked_at_ = world_.now();
}

void Customer::settle() {
    if (away_) return;
    for (const auto& output : protocol_->take()) {
        switch (output.kind) {
            case CustomerProtocol::Output::Kind::open:
                link_ = world_.connect(*this, "");
                hello_unanswered_ = false;
                break;
            case CustomerProtocol::Output::Kind::close:
                if (hello_unanswered_) welcome_lost_ = true;
                if (link_) link_->give_up();
                break;
            case CustomerProtocol::Output::Kind::send: send(output.frame); break;
        }
    }
    world_.scheduler.cancel(alarm_);
    if (const auto next = protocol_->next_tick()) {
        alarm_ = world_.scheduler.after(*next - world_.now(), Owner::world, [this] {
            const bool pinged = protocol_->state() == CustomerProtocol::State::ready;
            protocol_->tick(world_.now());
            if (pinged && protocol_->state() == CustomerProtocol::State::waiting && link_ && link_->is_cut()) world_.seen(Sometimes::half_open_found);
            settle();
        });
    }
}

void Customer::send(const Json& frame) {
    world_.trace(name_, "says " + frame.dump());
    if (frame["type"] == "hello") {
        expected_ = frame.value("after_seq", std::uint64_t(0)) + 1;
        hello_unanswered_ = true;
    }
    if (const auto cid = frame.find("cid"); cid != frame.end()) {
        const auto [before, first] = sent_on_.emplace(*cid, link_.get());
        if (!first && before->second != link_.get()) sent_before_.insert(*cid);
        before->second = link_.get();
    }
    link_->say(frame.dump());
}

}  // namespace simulation
