#include "tests/stories/story.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <re2/re2.h>
#include <sstream>
#include <stdexcept>

namespace stories {
namespace {

using support::Json;

std::string trim(const std::string& text) {
    const auto from = text.find_first_not_of(" \t\r");
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

// `word: argument`, `word argument` or `agent NAME: argument`.
Step read_step(const std::string& text, int number) {
    Step step;
    step.line = number;
    const auto end = text.find_first_of(": \t");
    step.word = text.substr(0, end);
    if (end == std::string::npos) return step;
    step.argument = trim(text.substr(end + 1));
    if (step.word == "agent") {
        const auto colon = step.argument.find(':');
        if (colon == std::string::npos) throw std::runtime_error("line " + std::to_string(number) + ": agent NAME: what he does");
        step.who = trim(step.argument.substr(0, colon));
        step.argument = trim(step.argument.substr(colon + 1));
    }
    return step;
}

// True when the text contains `wanted`, or wanted as a pattern is found in it.
bool fits(const std::string& text, const std::string& wanted) {
    if (text.find(wanted) != std::string::npos) return true;
    RE2::Options options;
    options.set_log_errors(false);
    const RE2 pattern(wanted, options);
    return pattern.ok() && RE2::PartialMatch(text, pattern);
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

const std::vector<std::string> kSpeech{"customer", "choose", "reconnect", "restart"};
const std::vector<std::string> kState{"ticket", "holder", "facts", "choices", "never"};
const std::vector<std::string> kTime{"wait", "clock"};

bool in(const std::vector<std::string>& words, const std::string& word) { return std::find(words.begin(), words.end(), word) != words.end(); }

}  // namespace

std::vector<Step> read_story(const std::filesystem::path& file) {
    std::ifstream in_file(file);
    if (!in_file) throw std::runtime_error("cannot read " + file.string());
    std::vector<Step> steps;
    std::string text;
    for (int number = 1; std::getline(in_file, text); ++number) {
        text = trim(text);
        if (!text.empty() && text[0] != '#') steps.push_back(read_step(text, number));
    }
    return steps;
}

std::optional<std::chrono::milliseconds> read_duration(const std::string& text) {
    static const std::map<std::string, std::chrono::milliseconds> kUnits{{"ms", std::chrono::milliseconds(1)},
                                                                         {"s", std::chrono::seconds(1)},
                                                                         {"m", std::chrono::minutes(1)},
                                                                         {"h", std::chrono::hours(1)},
                                                                         {"d", std::chrono::days(1)}};
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = kUnits.find(std::string(end, text.data() + text.size()));
    if (error != std::errc() || unit == kUnits.end() || count < 0) return std::nullopt;
    return count * unit->second;
}

std::optional<tickets::Time> read_time(const std::string& text) {
    using namespace std::chrono;
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, east_h = 0, east_m = 0;
    char sign = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d%c%d:%d", &y, &mo, &d, &h, &mi, &sign, &east_h, &east_m) != 8) return std::nullopt;
    const year_month_day date(year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d)));
    if (!date.ok() || (sign != '+' && sign != '-')) return std::nullopt;
    const auto east = hours(east_h) + minutes(east_m);
    return sys_days(date) + hours(h) + minutes(mi) - (sign == '+' ? east : -east);
}

Telling::Telling(std::vector<Step> steps) : steps_(std::move(steps)) {}

std::string Telling::run() {
    auto options = support::open_desk();
    for (const auto& step : steps_) {  // a clock before anything is said is where the story begins
        if (step.word == "clock") options.clock = read_time(step.argument);
        else if (step.word != "locale") break;
    }
    if (!options.clock) return "clock 2026-11-23T09:00+08:00";
    desk_ = std::make_unique<server::LocalDesk>(options);
    for (const auto& step : steps_) {
        const auto wrong = tell(step);
        if (wrong) return "line " + std::to_string(step.line) + ": " + step.word + ": " + step.argument + "\n  " + *wrong + "\n" + transcript();
    }
    return {};
}

Telling::Check Telling::tell(const Step& step) {
    if (step.word == "locale") {
        locale_ = step.argument;
        return std::nullopt;
    }
    if (in(kTime, step.word)) return pass(step);
    arrive();
    if (in(kSpeech, step.word)) return speak(step);
    if (step.word == "agent") return act(step);
    return expect(step);
}

void Telling::arrive() {
    if (customer_) return;
    customer_ = std::make_unique<support::Customer>(*desk_);
    if (token_.empty()) customer_->send({{"type", "hello"}, {"locale", locale_}});
    else customer_->resume(token_, heard_.empty() ? 0 : heard_.back().at("seq").get<std::uint64_t>());
    id_ = customer_->conversation();
    token_ = customer_->token();
}

std::vector<Json> Telling::entries() const {
    auto all = heard_;
    if (customer_) {
        const auto now = customer_->frames("entry");
        all.insert(all.end(), now.begin(), now.end());
    }
    return all;
}

dialog::Conversation Telling::conversation() const { return desk_->store().conversation(id_).value_or(dialog::Conversation{}); }

Telling::Check Telling::speak(const Step& step) {
    if (step.word == "reconnect" || step.word == "restart") {
        heard_ = entries();
        customer_.reset();
        agents_.clear();
        if (step.word == "restart") desk_->restart();
        arrive();
        return std::nullopt;
    }
    from_ = entries().size();
    const std::string cid = "c" + std::to_string(++cids_);
    if (step.word == "customer") customer_->say(cid, step.argument);
    else customer_->choose(cid, step.argument);
    const Json nack = customer_->last("nack");
    if (!nack.is_null() && nack["cid"] == cid) return "not taken: " + nack["code"].get<std::string>();
    return std::nullopt;
}

Telling::Check Telling::pass(const Step& step) {
    if (step.word == "wait") {
        const auto time = read_duration(step.argument);
        if (!time) return "wait 1200ms, 2s, 15m, 3h or 2d";
        desk_->move_clock(desk_->now() + *time);
        return std::nullopt;
    }
    const auto time = read_time(step.argument);
    if (!time) return "clock 2026-11-23T09:00+08:00";
    if (*time < desk_->now()) return "the clock only goes forward";
    desk_->move_clock(*time);
    return std::nullopt;
}

Telling::Check Telling::act(const Step& step) {
    auto& agent = agents_[step.who];
    if (!agent) agent = std::make_unique<support::Agent>(*desk_, step.who);
    const auto end = step.argument.find(' ');
    std::string command = step.argument.substr(0, end);
    const std::string rest = end == std::string::npos ? "" : trim(step.argument.substr(end));
    if (command == "arrives") return std::nullopt;
    if (command == "leaves") {
        agent.reset();
        return std::nullopt;
    }
    if (command == "available" || command == "busy") {
        agent->send({{"type", "presence"}, {"available", command == "available"}});
        return std::nullopt;
    }
    from_ = entries().size();
    Json more = Json::object();
    if (command == "say") command = "message";
    if (command == "message" || command == "note") more["text"] = rest;
    if (command == "update") {
        more["ticket"] = ticket_facts()["number"];
        for (const auto& pair : words_of(rest)) more[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    }
    const std::string cid = "a" + std::to_string(++cids_);
    agent->command(command, id_, cid, more);
    const Json nack = agent->last("nack");
    if (!nack.is_null() && nack["cid"] == cid) return "not done: " + nack["code"].get<std::string>();
    return std::nullopt;
}

Telling::Check Telling::expect(const Step& step) {
    if (step.word == "bot" || step.word == "system") return expect_entry(step);
    if (in(kState, step.word)) return expect_state(step);
    return "no such step";
}

// In order: an entry that was found is behind the story. What is not there yet may come when the settle time is over.
Telling::Check Telling::expect_entry(const Step& step) {
    for (int round = 0; round < 2; ++round) {
        const auto all = entries();
        for (std::size_t i = from_; i < all.size(); ++i) {
            if (all[i]["from"] != step.word || !fits(all[i]["text"], step.argument)) continue;
            from_ = i + 1;
            return std::nullopt;
        }
        if (round == 0) desk_->move_clock(desk_->now() + desk_->desk().settle);
    }
    return "was not said";
}

std::map<std::string, std::string> Telling::ticket_facts() const {
    const auto now = conversation();
    if (now.tickets.empty()) return {{"count", "0"}};
    const auto& ticket = now.tickets.back();
    auto facts = ticket.facts;
    facts.insert_or_assign("count", std::to_string(now.tickets.size()));
    facts.insert_or_assign("number", ticket.number);
    facts.insert_or_assign("priority", std::string(tickets::name(ticket.priority)));
    facts.insert_or_assign("status", std::string(tickets::name(ticket.status)));
    facts.insert_or_assign("category", ticket.category);
    facts.insert_or_assign("subcategory", ticket.subcategory);
    facts.insert_or_assign("team", ticket.team);
    facts.insert_or_assign("owner", ticket.owner);
    facts.insert_or_assign("verified", ticket.verified ? "yes" : "no");
    facts.insert_or_assign("rating", ticket.rating);
    return facts;
}

Telling::Check Telling::expect_state(const Step& step) {
    const auto now = conversation();
    if (step.word == "holder") {
        const std::string holder(dialog::name(now.holder.kind));
        return holder == step.argument ? std::nullopt : Check("is " + holder);
    }
    if (step.word == "never") {
        for (const auto& entry : entries()) {
            if (entry["from"] != "customer" && fits(entry["text"], step.argument)) return "was said";
        }
        return std::nullopt;
    }
    std::map<std::string, std::string> facts;
    if (step.word == "ticket") facts = ticket_facts();
    for (const auto& [slot, value] : now.slots) {
        if (step.word == "facts") facts[slot] = value.value;
    }
    for (const auto& choice : now.offered) {
        if (step.word == "choices") facts[choice.id] = choice.id;
    }
    for (const auto& pair : words_of(step.argument)) {
        const auto key = pair.substr(0, pair.find('='));
        const auto value = pair.find('=') == std::string::npos ? key : pair.substr(pair.find('=') + 1);
        if (!facts.contains(key)) return key + " is not there";
        if (facts[key] != value) return key + " is " + facts[key];
    }
    return std::nullopt;
}

std::string Telling::transcript() const {
    std::string text = "  --- what was said ---\n";
    for (const auto& entry : entries()) {
        text += "  " + std::to_string(entry["seq"].get<std::uint64_t>()) + " " + entry["from"].get<std::string>() + ": " + entry["text"].get<std::string>();
        if (entry.contains("choices")) {
            text += "  [";
            for (const auto& choice : entry["choices"]) text += (text.back() == '[' ? "" : " ") + choice["id"].get<std::string>();
            text += "]";
        }
        text += "\n";
    }
    const auto now = conversation();
    text += "  --- holder " + std::string(dialog::name(now.holder.kind)) + ", states";
    for (const auto& state : now.states) text += " " + state;
    return text + "\n";
}

}  // namespace stories
