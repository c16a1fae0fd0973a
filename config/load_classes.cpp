#include "config/load_classes.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace config {

namespace {

using intents::ClassKind;

constexpr std::array<std::pair<std::string_view, ClassKind>, 6> kKinds = {{{"fault", ClassKind::fault},
                                                                           {"complaint", ClassKind::complaint},
                                                                           {"request", ClassKind::request},
                                                                           {"question", ClassKind::question},
                                                                           {"praise", ClassKind::praise},
                                                                           {"chat", ClassKind::chat}}};

constexpr std::array<std::string_view, 10> kSlots = {"product_model", "order_no", "purchase_date", "occurred_at", "symptom",
                                                     "frequency",     "tried",    "wanted",        "about_whom",  "place"};

ClassKind read_kind(const Node& node) {
    const auto name = node.string("kind");
    for (const auto& [word, kind] : kKinds)
        if (word == name) return kind;
    if (node.has("kind")) node.at("kind").problem("must be fault, complaint, request, question, praise or chat");
    return ClassKind::question;
}

std::string read_priority(const Node& node) {
    auto name = node.string("priority");
    if (std::find(intents::kPriorities.begin(), intents::kPriorities.end(), name) == intents::kPriorities.end() &&
        node.has("priority"))
        node.at("priority").problem("must be 紧急, 高, 中 or 低");
    return name;
}

std::vector<std::string> read_needs(const Node& node) {
    std::vector<std::string> needs;
    const auto list = node.find("needs");
    if (!list) return needs;
    for (const auto& item : list->items()) {
        needs.push_back(item.as_string());
        if (std::find(kSlots.begin(), kSlots.end(), needs.back()) == kSlots.end())
            item.problem("unknown slot \"" + needs.back() + "\"");
    }
    return needs;
}

intents::Class read_class(const Node& node, const Node& category) {
    node.only({"name", "english", "kind", "priority", "identity", "needs"});
    intents::Class entry;
    entry.category = category.string("name");
    entry.category_english = category.string("english");
    entry.team = category.string("team");
    entry.subcategory = node.string("name");
    entry.subcategory_english = node.string("english");
    entry.kind = read_kind(node);
    entry.priority = read_priority(node);
    entry.identity = node.boolean_or("identity", false);
    entry.needs = read_needs(node);
    return entry;
}

}  // namespace

std::vector<intents::Class> load_classes(const std::filesystem::path& root, Problems& problems) {
    std::vector<intents::Class> classes;
    const auto json = read_json(root, kClassesFile, problems);
    if (!json) return classes;
    const Node document(*json, kClassesFile, "", problems);
    document.only({"categories"});
    std::set<std::string> names;
    for (const auto& category : document.at("categories").items()) {
        category.only({"name", "english", "team", "classes"});
        for (const auto& node : category.at("classes").items()) {
            classes.push_back(read_class(node, category));
            if (!names.insert(classes.back().subcategory).second)
                node.problem("the class \"" + classes.back().subcategory + "\" is there already");
        }
    }
    if (classes.empty()) document.problem("no classes");
    return classes;
}

}  // namespace config
