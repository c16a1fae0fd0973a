#include "server/live_conversation.hpp"

#include "storage/digest.hpp"
#include "storage/listed.hpp"
#include "tickets/mask.hpp"

#include <algorithm>
#include <utility>

namespace server {
namespace {

std::pair<dialog::From, std::string> key_of(const Letter& letter) {
    const bool customer = letter.sender.who == Sender::Who::customer;
    return {customer ? dialog::From::customer : dialog::From::agent, letter.sender.cid};
}

std::string without_mark(std::string text) {
    for (auto at = text.find(dialog::kTicketNumberMark); at != std::string::npos; at = text.find(dialog::kTicketNumberMark)) {
        text.erase(at, dialog::kTicketNumberMark.size());
    }
    return text;
}

// The words as the engine keeps them; none when they cannot be told from the letter alone (a choice is kept by its label).
std::optional<std::string> kept_words(const dialog::Event& event) {
    if (const auto* message = std::get_if<dialog::CustomerMessage>(&event)) {
        if (!message->choice.empty()) return std::nullopt;
        return tickets::redact(without_mark(message->text)).text;
    }
    if (const auto* said = std::get_if<dialog::AgentSaid>(&event)) return without_mark(said->text);
    if (const auto* noted = std::get_if<dialog::AgentNoted>(&event)) return without_mark(noted->text);
    return std::nullopt;
}

}  // namespace

storage::ConversationRow LiveConversation::row() const { return storage::listed(state, last_at, last_text); }

void LiveConversation::take(dialog::Turn& turn, const Letter* letter) {
    if (state.version == 0) last_at = turn.conversation.opened_at;
    storage::note_last(turn.entries, last_at, last_text);
    state = std::move(turn.conversation);
    for (const auto& entry : turn.entries) {
        if (entry.cid.empty()) continue;
        const bool its = letter && letter->sender.cid == entry.cid;
        if (its) answered[{entry.from, entry.cid}] = {entry.seq, std::hash<std::string>{}(letter->content()), {}};
        else answered[{entry.from, entry.cid}] = {entry.seq, std::nullopt, storage::content_hash(entry.text)};
    }
}

void LiveConversation::take(const std::vector<storage::CidRow>& rows) {
    for (const auto& each : rows) answered.try_emplace({each.from, each.cid}, Answered{each.seq, std::nullopt, each.content_hash});
}

std::optional<std::chrono::milliseconds> LiveConversation::waited_for(const dialog::Entry& entry) {
    if (entry.kind != dialog::EntryKind::message) return std::nullopt;
    if (entry.from == dialog::From::customer) {
        if (!unanswered_since) unanswered_since = entry.at;
        return std::nullopt;
    }
    const auto since = std::exchange(unanswered_since, std::nullopt);
    return since ? std::optional(entry.at - *since) : std::nullopt;
}

const dialog::Choice* LiveConversation::offered(const std::string& id) const {
    const auto it = std::find_if(state.offered.begin(), state.offered.end(), [&](const auto& each) { return each.id == id; });
    return it == state.offered.end() ? nullptr : &*it;
}

bool LiveConversation::may_message(tickets::Time now, int max, std::chrono::milliseconds window) {
    const auto recent = std::find_if(message_times.begin(), message_times.end(), [&](tickets::Time time) { return time > now - window; });
    message_times.erase(message_times.begin(), recent);
    if (message_times.size() >= static_cast<std::size_t>(max)) return false;
    message_times.push_back(now);
    return true;
}

Repeat repeat_of(const LiveConversation& live, const Letter& letter, dialog::Seq& seq) {
    if (letter.sender.cid.empty()) return Repeat::none;
    const auto it = live.answered.find(key_of(letter));
    if (it == live.answered.end()) return Repeat::none;
    seq = it->second.seq;
    if (it->second.sent) return *it->second.sent == std::hash<std::string>{}(letter.content()) ? Repeat::same : Repeat::other;
    // After a reload only the hash of the kept words is known. A choice was kept by a label that may not be offered any more.
    const auto words = kept_words(letter.event);
    const auto* message = std::get_if<dialog::CustomerMessage>(&letter.event);
    if (!words) return message ? Repeat::same : Repeat::other;
    return storage::content_hash(*words) == it->second.stored_hash ? Repeat::same : Repeat::other;
}

}  // namespace server
