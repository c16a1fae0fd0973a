#include "tests/bench/caller.hpp"

#include "tests/bench/script.hpp"

#include <charconv>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::string_view kEcho = "0123456789012345678901234567890123456789";

// The value of a member that is a number or a string without escapes; empty when it is not there. A frame's texts have their quotes escaped, so
// what is looked for cannot stand in one.
std::string_view member(std::string_view frame, std::string_view key) {
    const auto at = frame.find(key);
    if (at == std::string_view::npos) return {};
    frame.remove_prefix(at + key.size());
    if (frame.starts_with('"')) return frame.substr(1, frame.find('"', 1) - 1);
    return frame.substr(0, frame.find_first_not_of("0123456789"));
}

std::uint64_t number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (fault != std::errc{} || end != digits.data() + digits.size()) throw std::runtime_error("not a number: " + std::string(digits));
    return value;
}

class EchoCaller final : public Caller {
public:
    using Caller::Caller;

    void begin() override { connect("/"); }
    void speak(Clock::time_point intended) override {
        intended_ = intended;
        connection_.send(Opcode::text, kEcho);
    }

private:
    void opened() override { floor_.ready(*this); }
    void heard(std::string_view text) override {
        if (text != kEcho) throw std::runtime_error("another echo: " + std::string(text));
        floor_.answered(intended_);
        floor_.ready(*this);
    }
};

class Customer final : public Caller {
public:
    Customer(Floor& floor, Line line, std::size_t turns) : Caller(floor, line), turns_(turns) {}

    void begin() override;
    void speak(Clock::time_point intended) override;

private:
    void opened() override { connection_.send(Opcode::text, R"({"type":"hello","locale":"zh-CN"})"); }
    void heard(std::string_view frame) override;
    void acknowledged(std::string_view frame);
    void read(std::string_view frame);
    void turn_over();

    const std::size_t turns_;
    std::size_t turn_ = 0;      // messages said
    std::uint64_t seq_ = 0;     // of the last entry
    bool acknowledged_ = true;  // the message said last
    std::string frame_;
};

void Customer::begin() {
    turn_ = 0;
    seq_ = 0;
    acknowledged_ = true;
    connect("/chat");
}

void Customer::speak(Clock::time_point intended) {
    intended_ = intended;
    ++turn_;
    acknowledged_ = false;
    frame_ = R"({"type":"message","cid":"m)";
    frame_.push_back(static_cast<char>('0' + turn_));
    frame_ += R"(","text":")";
    frame_ += message(number_, turn_);
    frame_ += "\"}";
    connection_.send(Opcode::text, frame_);
}

void Customer::heard(std::string_view frame) {
    const auto type = member(frame, R"("type":)");
    if (type == "entry") read(frame);
    else if (type == "ack") acknowledged(frame);
    else if (type != "welcome" && type != "holder" && type != "typing") throw std::runtime_error("refused: " + std::string(frame));
}

void Customer::acknowledged(std::string_view frame) {
    const auto cid = member(frame, R"("cid":)");
    const bool ours = cid.size() == 2 && cid[1] == static_cast<char>('0' + turn_);
    if (!ours || acknowledged_ || number(member(frame, R"("seq":)")) != seq_ + 1) throw std::runtime_error("a wrong ack: " + std::string(frame));
    acknowledged_ = true;
}

void Customer::read(std::string_view frame) {
    if (!acknowledged_) throw std::runtime_error("an entry before the ack: " + std::string(frame));
    if (number(member(frame, R"("seq":)")) != ++seq_) throw std::runtime_error("a gap before " + std::string(frame));
    if (member(frame, R"("from":)") != "bot") return;
    if (frame.find(kAnswers[turn_]) != std::string_view::npos) turn_over();
    else if (frame.find("\"choices\"") != std::string_view::npos) throw std::runtime_error("another answer than the flow's: " + std::string(frame));
}

void Customer::turn_over() {
    if (turn_ > 0) floor_.answered(intended_);
    if (turn_ < turns_) return floor_.ready(*this);
    if (turn_ == kTurns) connection_.send(Opcode::text, R"({"type":"bye"})");
    floor_.finished(*this);
}

class ReturningCustomer final : public Caller {
public:
    ReturningCustomer(Floor& floor, Line line, const std::vector<std::string>& tokens) : Caller(floor, line), tokens_(tokens) {}

    void begin() override {
        seq_ = last_seq_ = 0;
        connect("/chat");
    }
    void speak(Clock::time_point) override {}

private:
    void opened() override {
        intended_ = Clock::now();
        connection_.send(Opcode::text, R"({"type":"hello","token":")" + tokens_[number_ % tokens_.size()] + R"(","after_seq":0})");
    }
    void heard(std::string_view frame) override {
        const auto type = member(frame, R"("type":)");
        if (type == "welcome") last_seq_ = number(member(frame, R"("seq":)"));
        if (type == "entry" && number(member(frame, R"("seq":)")) != ++seq_) throw std::runtime_error("a gap before " + std::string(frame));
        if (type == "error" || type == "reconnect") throw std::runtime_error("not resumed: " + std::string(frame));
        if (last_seq_ == 0 || seq_ < last_seq_ || type != "entry") return;
        floor_.answered(intended_);
        floor_.finished(*this);
    }

    const std::vector<std::string>& tokens_;
    std::uint64_t seq_ = 0, last_seq_ = 0;
};

}  // namespace

void Caller::connect(const std::string& path) {
    number_ = floor_.next_number();
    connection_.connect(line_.epoll, this, line_.port, path, number_);
}

void Caller::event(std::uint32_t events) {
    connection_.ready(events, {[this] { opened(); }, [this](std::string_view text) { heard(text); }});
}

std::unique_ptr<Caller> make_echo_caller(Floor& floor, Line line) { return std::make_unique<EchoCaller>(floor, line); }

std::unique_ptr<Caller> make_customer(Floor& floor, Line line, std::size_t turns) { return std::make_unique<Customer>(floor, line, turns); }

std::unique_ptr<Caller> make_returning_customer(Floor& floor, Line line, const std::vector<std::string>& tokens) {
    return std::make_unique<ReturningCustomer>(floor, line, tokens);
}

}  // namespace bench
