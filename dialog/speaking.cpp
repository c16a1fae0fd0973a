#include "dialog/speaking.hpp"

#include "dialog/vocabulary.hpp"

namespace dialog {

namespace {

const Template* find_prompt(const Draft& draft, const std::string& prompt) {
    for (const auto* texts : {draft.desk.texts_in(draft.conversation().locale), draft.desk.texts_in(draft.desk.default_locale)}) {
        if (!texts) continue;
        const auto found = texts->prompts.find(prompt);
        if (found != texts->prompts.end()) return &found->second;
    }
    return nullptr;
}

std::vector<Choice> choices_of(const Draft& draft, const std::string& set) {
    std::vector<Choice> out;
    const auto& now = draft.conversation();
    if (set == kCandidateChoices) {
        for (const auto& candidate : now.issue.candidates) out.push_back({candidate, class_label(draft, candidate)});
        out.push_back({"other", draft.word("choice.other")});
    } else if (set == kSlotChoices) {
        out.push_back({"issue", draft.word("slot.issue")});
        for (const auto& name : draft.desk.slot_order) {
            const auto slot = now.slots.find(name);
            const bool fixed = slot == now.slots.end() || !draft.desk.slots.at(name).correctable;
            if (!fixed) out.push_back({name, draft.word("slot." + name)});
        }
    } else if (const auto found = draft.desk.choice_sets.find(set); found != draft.desk.choice_sets.end()) {
        for (const auto& id : found->second.ids) out.push_back({id, draft.word("choice." + id)});
    }
    return out;
}

}  // namespace

void say(Draft& draft, const std::string& prompt, From from) {
    const auto* text = find_prompt(draft, prompt);
    auto words = text ? text->fill(draft) : std::string{};
    if (words.empty()) return;
    auto& entry = draft.append(from, std::move(words));
    entry.prompt = prompt;
    if (from == From::bot) entry.author_name = draft.word("bot_name");
}

void ask(Draft& draft, const std::string& prompt, const std::string& slot, const std::string& choices) {
    auto& now = draft.conversation();
    now.asking = slot;
    now.asked_prompt = prompt;
    now.offered = choices_of(draft, choices);
    const auto before = draft.turn.entries.size();
    say(draft, prompt, now.holder.kind == Holder::Kind::bot ? From::bot : From::system);
    if (draft.turn.entries.size() > before) draft.turn.entries.back().choices = now.offered;
}

void repeat_question(Draft& draft) {
    if (draft.conversation().asked_prompt.empty()) return;
    const auto before = draft.turn.entries.size();
    say(draft, draft.conversation().asked_prompt);
    if (draft.turn.entries.size() > before) draft.turn.entries.back().choices = draft.conversation().offered;
}

}  // namespace dialog
