#include "server/api_calls.hpp"

#include <array>
#include <set>

namespace server::api {
namespace {

using tickets::Priority;
using tickets::Status;

constexpr std::array kPriorities = {Priority::urgent, Priority::high, Priority::medium, Priority::low};
constexpr std::array kStatuses = {Status::opened,       Status::assigned, Status::in_progress, Status::waiting_customer, Status::waiting_third_party,
                                  Status::solved,       Status::confirmed, Status::closed,     Status::reopened};

bool is_english(const Call& call) {
    const auto asked = call.request.query.find("locale");
    return asked != call.request.query.end() && asked->second == "en";
}

// Ids are the names that tickets carry; the label is in the language asked for.
Json class_jsons(const Call& call) {
    const bool english = is_english(call);
    Json categories = Json::array();
    for (const auto& each : call.parts.desk.recognizer->rules().classes) {
        const std::string& category = english ? each.category_english : each.category;
        if (categories.empty() || categories.back()["category"] != category) {
            categories.push_back({{"category", category}, {"subcategories", Json::array()}});
        }
        categories.back()["subcategories"].push_back({{"id", each.subcategory}, {"label", english ? each.subcategory_english : each.subcategory}});
    }
    return categories;
}

Json priority_jsons(const dialog::Texts& texts) {
    Json priorities = Json::array();
    for (const Priority priority : kPriorities) {
        const std::string id(name(priority));
        priorities.push_back({{"id", id}, {"label", word_of(texts, "priority." + id)}});
    }
    return priorities;
}

Json status_jsons(const dialog::Texts& texts) {
    Json statuses = Json::array();
    for (const Status status : kStatuses) {
        const std::string id(name(status));
        Json next = Json::array();
        for (const Status other : kStatuses) {
            if (tickets::may_go(status, other)) next.push_back(name(other));
        }
        statuses.push_back({{"id", id}, {"label", word_of(texts, "status." + id)}, {"next", std::move(next)}});
    }
    return statuses;
}

Json team_jsons(const Call& call, const dialog::Texts& texts) {
    Json teams = Json::array();
    for (const std::string& id : teams_of(call.parts.desk)) teams.push_back({{"id", id}, {"label", word_of(texts, "team." + id)}});
    return teams;
}

}  // namespace

std::set<std::string> teams_of(const dialog::Desk& desk) {
    std::set<std::string> ids;
    for (const auto& each : desk.recognizer->rules().classes) ids.insert(each.team);
    return ids;
}

net::Response desk(const Call& call) {
    const dialog::Texts& texts = texts_of(call);
    return json_response({{"company", word_of(texts, "company")},
                          {"classes", class_jsons(call)},
                          {"priorities", priority_jsons(texts)},
                          {"statuses", status_jsons(texts)},
                          {"teams", team_jsons(call, texts)}});
}

net::Response widget(const Call& call) {
    const dialog::Texts& texts = texts_of(call);
    net::Response response = json_response({{"company", word_of(texts, "company")},
                                            {"title", word_of(texts, "title")},
                                            {"placeholder", word_of(texts, "placeholder")},
                                            {"commitment", word_of(texts, "commitment")}});
    // Any shop's page may show the widget and so these words; there is nothing secret in them.
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

}  // namespace server::api
