#include "config/load.hpp"

#include "config/load_calendar.hpp"
#include "config/load_classes.hpp"
#include "config/load_clocks.hpp"
#include "config/load_flow.hpp"
#include "config/load_intents.hpp"
#include "config/load_texts.hpp"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

constexpr const char* kDeskFile = "desk.json";

using std::chrono::milliseconds;
using std::chrono::minutes;

// FNV-1a over the flow's text: tells versions of a flow apart, not a defence.
std::string version_of(const Json& flow) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const unsigned char c : flow.dump()) hash = (hash ^ c) * 1099511628211ULL;
    char text[17];
    const auto [end, error] = std::to_chars(text, text + 16, hash, 16);
    return {text, end};
}

minutes time_of_day(const Node& node, std::string_view key) {
    const auto text = node.string(key);
    int hour = 0, minute = 0;
    const auto* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, hour);
    const bool colon = first.ec == std::errc{} && first.ptr != end && *first.ptr == ':';
    const bool fits = colon && std::from_chars(first.ptr + 1, end, minute).ptr == end && hour < 24 && minute < 60 && hour >= 0 && minute >= 0;
    if (!fits) node.at(key).problem("expected a time of day such as 09:00");
    return minutes(hour * 60 + minute);
}

class DeskReader {
public:
    DeskReader(const std::filesystem::path& root, Problems& problems) : root_(root), problems_(problems), out_(std::make_unique<Loaded>()) {}

    std::unique_ptr<Loaded> read() {
        auto& desk = out_->desk;
        desk.texts = load_texts(root_, problems_);
        out_->recognizer = load_intents(root_, load_classes(root_, problems_), problems_);
        desk.recognizer = out_->recognizer.get();
        desk.calendar = load_calendar(root_, problems_);
        const auto json = read_json(root_, kDeskFile, problems_);
        if (json) read_desk(Node(*json, kDeskFile, "", problems_));
        return problems_.empty() ? std::move(out_) : nullptr;
    }

private:
    dialog::Desk& desk() { return out_->desk; }
    bool has_prompt(std::string_view name) const {
        return std::any_of(out_->desk.texts.begin(), out_->desk.texts.end(), [&](const auto& texts) { return texts.second.prompts.contains(std::string(name)); });
    }
    bool has_word(const std::string& name) const {
        return std::any_of(out_->desk.texts.begin(), out_->desk.texts.end(), [&](const auto& texts) { return texts.second.words.contains(name); });
    }
    bool has_intent(std::string_view id) const {
        const auto& intents = out_->recognizer->rules().intents;
        return std::any_of(intents.begin(), intents.end(), [&](const auto& intent) { return intent.id == id; });
    }
    bool has_class(const std::string& id) const {
        const auto& classes = out_->recognizer->rules().classes;
        return std::any_of(classes.begin(), classes.end(), [&](const auto& each) { return each.subcategory == id; });
    }
    void need_word(const Node& node, const std::string& word) const {
        if (!has_word(word)) node.problem("no language has the word \"" + word + "\"");
    }
    void need_intent(const Node& node, const std::string& id) const {
        if (out_->recognizer && !has_intent(id)) node.problem("there is no intent \"" + id + "\"");
    }

    void read_desk(const Node& node);
    void read_slots(const Node& node);
    void read_choices(const Node& node);
    void read_fact_checks(const Node& node);
    void read_clocks(const Node& node);
    void read_priorities(const Node& node);
    void read_flows(const Node& node);

    const std::filesystem::path& root_;
    Problems& problems_;
    std::unique_ptr<Loaded> out_;
};

void DeskReader::read_desk(const Node& node) {
    node.only({"default_locale", "ticket_prefix", "flow", "commands", "choices", "slots", "fact_checks", "greetings", "clocks", "urgent_handoff",
               "raise_if_angry", "settle_milliseconds", "silence_minutes", "max_misses", "identity"});
    desk().default_locale = node.string("default_locale");
    if (!desk().texts.contains(desk().default_locale)) node.at("default_locale").problem("there is no texts/" + desk().default_locale + ".json");
    desk().ticket_prefix = node.string("ticket_prefix");
    desk().settle = milliseconds(node.integer("settle_milliseconds", 0, 60'000));
    desk().max_misses = static_cast<int>(node.integer("max_misses", 1, 20));
    for (const auto& each : node.at("silence_minutes").items()) desk().silences.emplace_back(each.json().is_number_integer() ? each.json().get<int>() : 0);
    for (auto& each : desk().silences)
        if (each.count() < 1 || each.count() > 10'080) node.at("silence_minutes").problem("each must be from 1 to 10080 minutes");
    const auto identity = node.at("identity");
    identity.only({"max_tries", "window_minutes"});
    desk().max_identity_tries = static_cast<int>(identity.integer("max_tries", 1, 100));
    desk().identity_window = minutes(identity.integer("window_minutes", 1, 10'080));
    for (const auto& each : node.at("commands").items()) {
        desk().commands.push_back(each.as_string());
        need_intent(each, desk().commands.back());
    }
    for (const auto& each : node.at("greetings").items()) {
        each.only({"from", "word"});
        desk().day_parts.push_back({time_of_day(each, "from"), each.string("word")});
        need_word(each, "greeting." + desk().day_parts.back().word);
    }
    read_slots(node.at("slots"));
    read_choices(node.at("choices"));
    read_fact_checks(node.at("fact_checks"));
    read_clocks(node);
    read_priorities(node);
    if (out_->recognizer) read_flows(node);  // names of intents can only be checked against rules that load
}

void DeskReader::read_slots(const Node& node) {
    for (const auto& [name, value] : node.members()) {
        value.only({"entity", "max_bytes", "correctable"});
        desk().slots[name] = {value.string_or("entity", ""), static_cast<std::size_t>(value.integer_or("max_bytes", 500, 1, 8000)), value.boolean_or("correctable", true)};
        desk().slot_order.push_back(name);
        need_word(value, "slot." + name);
        if (desk().slots[name].correctable && !has_prompt("ask." + name)) value.problem("no language has the prompt \"ask." + name + "\"");
    }
    if (!out_->recognizer) return;
    for (const auto& each : out_->recognizer->rules().classes)
        for (const auto& need : each.needs)
            if (!desk().slots.contains(need)) problems_.push_back({kClassesFile, "", "the class " + each.subcategory + " needs the slot \"" + need + "\", which desk.json does not have"});
}

void DeskReader::read_choices(const Node& node) {
    for (const auto& [name, value] : node.members()) {
        desk().choice_sets[name] = {value.as_strings()};
        for (const auto& id : desk().choice_sets[name].ids) need_word(value, "choice." + id);
    }
}

void DeskReader::read_fact_checks(const Node& node) {
    for (const auto& each : node.items()) {
        each.only({"id", "subcategories", "intents", "statuses"});
        dialog::FactCheck check{each.string("id"), each.strings_or_none("subcategories"), each.strings_or_none("intents"), each.strings_or_none("statuses")};
        if (!has_prompt("finding." + check.id)) each.problem("no language has the prompt \"finding." + check.id + "\"");
        for (const auto& intent : check.intents) need_intent(each, intent);
        for (const auto& subcategory : check.subcategories)
            if (out_->recognizer && !has_class(subcategory)) each.problem("there is no class \"" + subcategory + "\"");
        desk().fact_checks.push_back(std::move(check));
    }
}

void DeskReader::read_clocks(const Node& node) {
    const auto policies = load_clocks(root_, problems_);
    const auto wanted = node.string("clocks");
    const auto found = policies.find(wanted);
    if (found == policies.end()) node.at("clocks").problem("there is no clock policy \"" + wanted + "\"");
    else desk().clocks = found->second;
}

void DeskReader::read_priorities(const Node& node) {
    const auto known = [&](const Node& at, const std::string& name) {
        if (!tickets::priority_named(name)) at.problem("there is no priority \"" + name + "\"");
    };
    for (const auto& each : node.at("urgent_handoff").items()) {
        desk().urgent_handoff.push_back(each.as_string());
        known(each, desk().urgent_handoff.back());
    }
    for (const auto& [from, value] : node.at("raise_if_angry").members()) {
        desk().raise_if_angry[from] = value.as_string();
        known(value, from);
        known(value, desk().raise_if_angry[from]);
    }
}

void DeskReader::read_flows(const Node& node) {
    const FlowNames names{[&](std::string_view name) { return has_prompt(name); },
                          [&](std::string_view name) { return desk().slots.contains(std::string(name)); },
                          [&](std::string_view name) { return desk().choice_sets.contains(std::string(name)); },
                          [&](std::string_view name) { return has_intent(name); }};
    for (const auto& file : json_files(root_, "flows")) {
        const auto name = std::filesystem::path(file).stem().string();
        desk().flows[name] = load_flow(root_, file, names, problems_);
        if (const auto json = read_json(root_, file, problems_)) desk().flow_versions[name] = version_of(*json);
    }
    desk().flow = node.string("flow");
    if (!desk().flows.contains(desk().flow)) node.at("flow").problem("there is no flows/" + desk().flow + ".json");
}

}  // namespace

std::unique_ptr<Loaded> load(const std::filesystem::path& root, Problems& problems) { return DeskReader(root, problems).read(); }

}  // namespace config
