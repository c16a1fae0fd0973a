#include "dialog/draft.hpp"

#include <algorithm>

namespace dialog {

bool contains(const std::vector<std::string>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

Entry& Draft::append(From from, std::string text, EntryKind kind) {
    auto& now = conversation();
    Entry entry;
    entry.position = ++now.positions;
    if (kind == EntryKind::message) ++now.last_seq;
    entry.seq = now.last_seq;
    entry.kind = kind;
    entry.from = from;
    entry.text = std::move(text);
    entry.at = around.now;
    turn.entries.push_back(std::move(entry));
    return turn.entries.back();
}

void Draft::arm(const std::string& name, Time due) {
    const Timer timer{due, ++conversation().generations};
    conversation().timers[name] = timer;
    turn.effects.push_back(ArmTimer{name, due, timer.generation});
}

void Draft::drop(const std::string& name) {
    if (conversation().timers.erase(name)) turn.effects.push_back(DropTimer{name});
}

const std::string& Draft::word(const std::string& key) const {
    for (const auto* texts : {desk.texts_in(conversation().locale), desk.texts_in(desk.default_locale)}) {
        if (!texts) continue;
        const auto found = texts->words.find(key);
        if (found != texts->words.end()) return found->second;
    }
    return key;
}

const intents::Class* Draft::find_class(const std::string& subcategory) const {
    const auto& classes = desk.recognizer->rules().classes;
    const auto it = std::find_if(classes.begin(), classes.end(), [&](const auto& each) { return each.subcategory == subcategory; });
    return it == classes.end() ? nullptr : &*it;
}

const intents::Class* Draft::issue_class() const { return find_class(conversation().issue.subcategory); }

}  // namespace dialog
