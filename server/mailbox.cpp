#include "server/mailbox.hpp"

#include <utility>

namespace server {
namespace {

struct Content {
    std::string operator()(const dialog::CustomerMessage& message) const {
        return message.choice.empty() ? "text:" + message.text : "choice:" + message.choice;
    }
    std::string operator()(const dialog::AgentSaid& said) const { return "said:" + said.text; }
    std::string operator()(const dialog::AgentNoted& noted) const { return "noted:" + noted.text; }
    template <class Any>
    std::string operator()(const Any&) const {
        return {};
    }
};

}  // namespace

std::string Letter::content() const { return std::visit(Content{}, event); }

bool Mailbox::put(Letter letter, std::size_t max_events, std::size_t max_bytes) {
    const std::size_t bytes = letter.content().size();
    if (letter.from_outside() && (letters_.size() >= max_events || bytes_ + bytes > max_bytes)) return false;
    bytes_ += bytes;
    letters_.push_back(std::move(letter));
    return true;
}

void Mailbox::put_back(Letter letter) {
    bytes_ += letter.content().size();
    letters_.push_front(std::move(letter));
}

std::optional<Letter> Mailbox::take() {
    if (letters_.empty()) return std::nullopt;
    Letter letter = std::move(letters_.front());
    letters_.pop_front();
    bytes_ -= letter.content().size();
    return letter;
}

}  // namespace server
