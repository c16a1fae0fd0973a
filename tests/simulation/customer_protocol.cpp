#include "tests/simulation/customer_protocol.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace simulation {
namespace {

constexpr int kCloseTooBig = 1009;

milliseconds backoff(int attempts, double chance) {
    const auto span = std::min(CustomerProtocol::kMaxBackoff, CustomerProtocol::kFirstBackoff * (1 << std::min(attempts, 16)));
    const auto half = static_cast<double>(span.count()) / 2;
    return milliseconds(std::llround(half + half * chance));
}

std::optional<milliseconds> seconds_in(const Json& frame, const char* key) {
    const auto it = frame.find(key);
    if (it == frame.end() || !it->is_number() || it->get<double>() < 0) return std::nullopt;
    return milliseconds(std::llround(it->get<double>() * 1000));
}

bool retryable(const std::string& code) { return code == "rate_limited" || code == "overloaded" || code == "unavailable"; }

void earliest(std::optional<milliseconds>& next, std::optional<milliseconds> other) {
    if (other && (!next || *other < *next)) next = other;
}

bool due(const std::optional<milliseconds>& at, milliseconds now) { return at && *at <= now; }

}  // namespace

CustomerProtocol::CustomerProtocol(PageMemory& memory, std::string locale, std::function<double()> chance)
    : memory_(memory), locale_(std::move(locale)), chance_(std::move(chance)), outbox_(memory.outbox) {
    for (auto& item : outbox_) {
        if (item.state != OutboxItem::State::refused) item.state = OutboxItem::State::waiting;
        item.retry_at.reset();
    }
}

void CustomerProtocol::start(milliseconds now) {
    if (state_ == State::idle) connect(now);
}

void CustomerProtocol::connect(milliseconds now) {
    retry_at_.reset();
    state_ = State::connecting;
    deadline_ = now + kAnswerDeadline;
    linked_ = true;
    outputs_.push_back({Output::Kind::open, {}});
}

void CustomerProtocol::restart(milliseconds now) {
    drop();
    connect(now);
}

void CustomerProtocol::opened(milliseconds) {
    if (state_ != State::connecting) return;
    state_ = State::greeting;
    greet();
}

void CustomerProtocol::greet() {
    sent_token_ = memory_.token;
    if (sent_token_.empty()) write({{"type", "hello"}, {"locale", locale_}});
    else write({{"type", "hello"}, {"token", sent_token_}, {"after_seq", last_}});
}

void CustomerProtocol::received(const std::string& text, milliseconds now) {
    if (!linked_) return;
    if (state_ == State::ready) {
        ping_at_ = now + kPingAfter;
        deadline_.reset();
    }
    const Json frame = Json::parse(text, nullptr, false);
    if (!frame.is_object() || !frame.contains("type") || !frame["type"].is_string()) return;
    this->frame(frame, now);
}

void CustomerProtocol::frame(const Json& frame, milliseconds now) {
    const std::string type = frame["type"];
    if (type == "ack") acked(frame, now);
    else if (type == "nack") nacked(frame, now);
    else if (type == "reconnect") fail(0, seconds_in(frame, "after"), now);
    else if (type == "welcome") welcomed(frame, now);
    else if (type == "entry") arrived(frame, now);
    else if (type == "error") failed(frame, now);
    else if (type == "queue" && frame.contains("position")) place_ = frame["position"];
    else if (type == "holder" && frame.contains("holder")) {
        holder_ = frame["holder"];
        if (holder_ != "queue") place_ = 0;
    }
}

void CustomerProtocol::welcomed(const Json& frame, milliseconds now) {
    const std::string conversation = frame.at("conversation");
    const bool other = !conversation_.empty() && conversation_ != conversation && last_ > 0;
    memory_.token = frame.at("token");
    conversation_ = conversation;
    if (other) {  // its entries are not ours to keep
        log_.clear();
        last_ = 0;
        restart(now);
        return;
    }
    if (frame.contains("holder")) holder_ = frame["holder"];
    ready(now);
}

void CustomerProtocol::ready(milliseconds now) {
    deadline_.reset();
    state_ = State::ready;
    stable_at_ = now + kStableAfter;
    ping_at_ = now + kPingAfter;
    flush(now);
}

void CustomerProtocol::arrived(const Json& frame, milliseconds now) {
    const auto it = frame.find("seq");
    if (it == frame.end() || !it->is_number_unsigned()) return;
    const std::uint64_t seq = *it;
    if (seq > last_ + 1) {
        gap_resumes_ = gap_at_ == last_ ? gap_resumes_ + 1 : 1;
        gap_at_ = last_;
        if (gap_resumes_ <= kMaxGapResumes) {
            restart(now);
            return;
        }
    }
    if (seq > last_) {
        log_.push_back(frame);
        last_ = seq;
    }
    if (frame.contains("cid") && find(frame["cid"])) {
        remove(frame["cid"]);
        flush(now);
    }
}

void CustomerProtocol::acked(const Json& frame, milliseconds now) {
    OutboxItem* item = find(frame.value("cid", ""));
    if (!item) return;
    item->state = OutboxItem::State::taken;
    keep();
    if (frame.contains("seq") && frame["seq"].get<std::uint64_t>() <= last_) remove(item->cid);
    flush(now);
}

void CustomerProtocol::nacked(const Json& frame, milliseconds now) {
    OutboxItem* item = find(frame.value("cid", ""));
    if (!item || item->state == OutboxItem::State::taken) return;
    const std::string code = frame.value("code", "");
    if (retryable(code)) {
        item->state = OutboxItem::State::waiting;
        item->code = code;
        item->retry_at = now + std::clamp(seconds_in(frame, "retry_after").value_or(milliseconds(0)), kLeastRetry, kMaxRetry);
    } else {
        refuse(*item, code);
    }
    flush(now);
}

void CustomerProtocol::failed(const Json& frame, milliseconds now) {
    const std::string code = frame.value("code", "");
    if (code == "unknown_token") {
        // A tab beside us may have a newer token; only when ours was the newest is the conversation really gone.
        if (memory_.token == sent_token_) forget();
        greet();
    } else if (code == "bad_frame") {
        refuse_in_flight(code);
        flush(now);
    }
}

void CustomerProtocol::forget() {
    memory_.token.clear();
    log_.clear();
    last_ = 0;
    gap_at_ = 0;
    gap_resumes_ = 0;
    conversation_.clear();
    holder_ = "bot";
    place_ = 0;
}

void CustomerProtocol::closed(int code, milliseconds now) {
    if (!linked_) return;
    linked_ = false;
    fail(code, std::nullopt, now);
}

void CustomerProtocol::fail(int code, std::optional<milliseconds> wait, milliseconds now) {
    state_ = State::waiting;
    if (code == kCloseTooBig) refuse_in_flight("too_long");  // sending the same again would only close the next link
    drop();
    const milliseconds spread = backoff(attempts_, chance_());
    retry_at_ = now + (wait ? *wait + milliseconds(std::llround(static_cast<double>(spread.count()) / 2)) : spread);
    ++attempts_;
}

void CustomerProtocol::drop() {
    retry_at_.reset();
    deadline_.reset();
    stable_at_.reset();
    ping_at_.reset();
    if (std::exchange(linked_, false)) outputs_.push_back({Output::Kind::close, {}});
    for (auto& item : outbox_) {
        if (item.state == OutboxItem::State::sent) item.state = OutboxItem::State::waiting;
    }
}

void CustomerProtocol::wake(bool fresh, milliseconds now) {
    if (state_ == State::waiting) connect(now);
    else if (fresh && state_ != State::idle) restart(now);
}

void CustomerProtocol::tick(milliseconds now) {
    if (due(retry_at_, now)) connect(now);
    if (due(stable_at_, now)) {
        stable_at_.reset();
        attempts_ = 0;
    }
    const bool unanswered = std::any_of(outbox_.begin(), outbox_.end(), [&](const OutboxItem& item) {
        return item.state == OutboxItem::State::sent && item.sent_at + kAnswerDeadline <= now;
    });
    if (due(deadline_, now) || unanswered) {
        fail(0, std::nullopt, now);
        return;
    }
    if (due(ping_at_, now)) {
        ping_at_.reset();
        deadline_ = now + kAnswerDeadline;
        write({{"type", "ping"}});
    }
    flush(now);
}

std::optional<milliseconds> CustomerProtocol::next_tick() const {
    std::optional<milliseconds> next = retry_at_;
    earliest(next, deadline_);
    earliest(next, stable_at_);
    earliest(next, ping_at_);
    if (state_ != State::ready) return next;
    for (const auto& item : outbox_) {
        if (item.state == OutboxItem::State::sent) earliest(next, item.sent_at + kAnswerDeadline);
        if (item.state == OutboxItem::State::waiting) earliest(next, item.retry_at);
    }
    return next;
}

bool CustomerProtocol::say(const std::string& cid, Json frame, milliseconds now) {
    if (outbox_.size() >= kMaxOutbox) return false;
    outbox_.push_back({cid, std::move(frame), OutboxItem::State::waiting, {}, std::nullopt, milliseconds(0)});
    keep();
    flush(now);
    return true;
}

// One at a time: nothing overtakes an item that still waits for its ack.
void CustomerProtocol::flush(milliseconds now) {
    if (state_ != State::ready) return;
    const auto item = std::find_if(outbox_.begin(), outbox_.end(), [](const OutboxItem& each) {
        return each.state == OutboxItem::State::waiting || each.state == OutboxItem::State::sent;
    });
    if (item == outbox_.end() || item->state == OutboxItem::State::sent || (item->retry_at && *item->retry_at > now)) return;
    item->state = OutboxItem::State::sent;
    item->sent_at = now;
    item->retry_at.reset();
    item->code.clear();
    Json frame = item->frame;
    frame["cid"] = item->cid;
    write(std::move(frame));
}

OutboxItem* CustomerProtocol::find(const std::string& cid) {
    const auto it = std::find_if(outbox_.begin(), outbox_.end(), [&](const OutboxItem& each) { return each.cid == cid; });
    return it == outbox_.end() ? nullptr : &*it;
}

void CustomerProtocol::remove(const std::string& cid) {
    std::erase_if(outbox_, [&, cid = cid](const OutboxItem& each) { return each.cid == cid; });
    keep();
}

void CustomerProtocol::refuse(OutboxItem& item, const std::string& code) {
    item.state = OutboxItem::State::refused;
    item.code = code;
    keep();
}

void CustomerProtocol::refuse_in_flight(const std::string& code) {
    for (auto& item : outbox_) {
        if (item.state == OutboxItem::State::sent) refuse(item, code);
    }
}

void CustomerProtocol::keep() {
    memory_.outbox.clear();
    for (const auto& item : outbox_) {
        if (item.state != OutboxItem::State::taken) memory_.outbox.push_back(item);
    }
}

}  // namespace simulation
