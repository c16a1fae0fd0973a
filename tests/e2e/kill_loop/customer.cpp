#include "tests/e2e/kill_loop/customer.hpp"

#include "tests/e2e/kill_loop/words.hpp"

#include <algorithm>

namespace kill_loop {
namespace {

constexpr std::uint32_t kFirstAddress = 0x7F010000;  // 127.1.0.0: each visit has an address of its own, for tries are counted by address
constexpr std::uint32_t kVisitsPerCustomer = 256;
constexpr int kFewestMessages = 4;
constexpr int kMostMessages = 30;
constexpr std::chrono::milliseconds kSendAgainAfter{1500};

}  // namespace

void Customer::begin_anew() {
    ++visits_;
    messages_left_ = between(kFewestMessages, kMostMessages);
    joined_ = false;
    conversation_.clear();
    token_.clear();
    holder_.clear();
    last_seq_ = 0;
    place_ = 0;
    choices_.clear();
    last_.reset();
    reused_.reset();
}

std::string Customer::unanswered() const {
    const auto name = "customer " + std::to_string(number_) + " " + conversation_;
    if (!joined_) return name + ": hello";
    if (again_) return name + ": " + again_->cid + " again";
    return unanswered_.empty() ? "" : name + ": " + unanswered_.front().cid;
}

Connection::Target Customer::target() {
    const auto from = kFirstAddress + static_cast<std::uint32_t>(number_) * kVisitsPerCustomer + static_cast<std::uint32_t>(visits_) % kVisitsPerCustomer;
    return {world_.port, "/chat", {}, from};
}

void Customer::opened() {
    joined_ = false;
    reused_.reset();  // its answer may have been lost with the socket
    if (token_.empty()) send({{"type", "hello"}, {"locale", "zh-CN"}});
    else send({{"type", "hello"}, {"token", token_}, {"after_seq", last_seq_}});
    wait(20, 60);
}

void Customer::heard(const Json& frame) {
    const std::string type = frame.at("type");
    if (type == "welcome") welcomed(frame);
    else if (type == "entry") saw(frame);
    else if (type == "ack") acknowledged(frame);
    else if (type == "nack") refused(frame);
    else if (type == "holder") holder_ = frame.at("holder"), place_ = 0;
    else if (type == "queue") place_ = frame.at("position");
    else if (type == "error") world_.oracle.violation("error: " + conversation_ + " heard " + frame.dump());
    else if (type == "reconnect") world_.oracle.note("RECONNECT " + conversation_);
}

void Customer::welcomed(const Json& frame) {
    const std::string id = frame.at("conversation");
    if (!conversation_.empty() && id != conversation_) world_.oracle.violation("lost: " + conversation_ + " came back as " + id);
    conversation_ = id;
    token_ = frame.at("token");
    joined_ = true;
    world_.oracle.welcomed(id, frame.at("seq"));
    for (auto& message : unanswered_) transmit(message);
    if (again_) transmit(*again_);
}

void Customer::saw(const Json& entry) {
    const std::uint64_t seq = entry.at("seq");
    world_.oracle.saw(conversation_, seq, {entry.at("from"), entry.at("text"), entry.value("cid", "")});
    last_seq_ = std::max(last_seq_, seq);
    if (entry.at("from") == "customer") return;
    choices_.clear();
    for (const auto& choice : entry.value("choices", Json::array())) choices_.emplace_back(choice.at("id"), choice.at("label"));
}

void Customer::acknowledged(const Json& frame) {
    const std::string cid = frame.at("cid");
    if (reused_ == cid) world_.oracle.violation("doubled: " + conversation_ + " " + cid + " was acknowledged with other words");
    world_.oracle.acknowledged(conversation_, Side::customer, cid, frame.at("seq"));
    if (again_ && again_->cid == cid) again_.reset();
    const auto it = std::find_if(unanswered_.begin(), unanswered_.end(), [&](const Message& each) { return each.cid == cid; });
    if (it == unanswered_.end()) return;
    last_ = *it;
    unanswered_.erase(it);
}

void Customer::refused(const Json& frame) {
    const std::string cid = frame.at("cid");
    const std::string code = frame.at("code");
    if (code == "cid_reused" && reused_ == cid) {
        reused_.reset();
        return;
    }
    if (frame.contains("retry_after")) return world_.oracle.delayed(conversation_, cid, code);  // sent again later
    world_.oracle.refused(conversation_, Side::customer, cid, code);
    std::erase_if(unanswered_, [&](const Message& each) { return each.cid == cid; });
}

void Customer::transmit(Message& message) {
    ++message.times_sent;
    world_.oracle.sent(conversation_, Side::customer, message.cid, message.text);
    Json frame{{"type", "message"}, {"cid", message.cid}};
    if (message.choice.empty()) frame["text"] = message.text;
    else frame["choice"] = message.choice;
    send(frame);
    sent_at_ = Clock::now();
}

void Customer::say(Message message) {
    message.cid = "c" + std::to_string(number_) + "-" + std::to_string(++messages_);
    transmit(unanswered_.emplace_back(std::move(message)));
}

void Customer::ask_for_a_human() {
    if (joined_) say({{}, std::string(kAskForAHuman), {}});
}

void Customer::say_something() {
    Message message;
    if (!choices_.empty() && chance(55)) {
        const auto& [id, label] = choices_[static_cast<std::size_t>(between(0, static_cast<int>(choices_.size()) - 1))];
        message.text = label;
        message.choice = id;
    } else {
        message.text = kCustomersWords[static_cast<std::size_t>(between(0, static_cast<int>(kCustomersWords.size()) - 1))];
    }
    say(std::move(message));
}

// What clients do besides talking: come back, send again, send wrongly.
void Customer::vary() {
    switch (between(1, 4)) {
        case 1: hang_up(); break;
        case 2:
            if (!last_ || reused_) break;
            again_ = last_;
            transmit(*again_);
            last_.reset();
            break;
        case 3:
            if (!last_ || !last_->choice.empty() || last_->times_sent != 1 || reused_) break;
            reused_ = last_->cid;
            send({{"type", "message"}, {"cid", last_->cid}, {"text", last_->text + "吗"}});
            break;
        default: send({{"type", "typing"}}); send({{"type", "read"}, {"seq", last_seq_}});
    }
}

void Customer::next() {
    wait(10, 120);
    if (!joined_) return;
    if (!unanswered_.empty() || again_) {
        if (Clock::now() - sent_at_ < kSendAgainAfter) return;
        for (auto& message : unanswered_) transmit(message);
        if (again_) transmit(*again_);
        return;
    }
    if (!world_.begin_new) return;
    if (chance(8)) {
        vary();
    } else if (messages_left_ <= 0) {
        send({{"type", "bye"}});
        hang_up();
        begin_anew();
    } else {
        for (int burst = chance(20) ? 3 : 1; burst > 0 && messages_left_ > 0; --burst, --messages_left_) say_something();
    }
}

}  // namespace kill_loop
