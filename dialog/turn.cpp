#include "dialog/turn.hpp"

#include <algorithm>

namespace dialog {

namespace {

void fill(std::string& text, std::string_view number) {
    for (auto at = text.find(kTicketNumberMark); at != std::string::npos; at = text.find(kTicketNumberMark, at + number.size()))
        text.replace(at, kTicketNumberMark.size(), number);
}

}  // namespace

bool opens_ticket(const Turn& turn) {
    return std::any_of(turn.effects.begin(), turn.effects.end(), [](const Effect& effect) {
        const auto* changed = std::get_if<TicketChanged>(&effect);
        return changed && changed->ticket.number == kTicketNumberMark;
    });
}

void number_ticket(Turn& turn, std::string_view number) {
    for (auto& entry : turn.entries) fill(entry.text, number);
    for (auto& ticket : turn.conversation.tickets) fill(ticket.number, number);
    for (auto& effect : turn.effects) {
        auto* changed = std::get_if<TicketChanged>(&effect);
        if (!changed) continue;
        fill(changed->ticket.number, number);
        fill(changed->line.ticket, number);
    }
}

}  // namespace dialog
