#include "tests/oracle/comparison.hpp"

namespace oracle {

namespace {

constexpr std::size_t kMaxRounds = 200;

// Every JSON pointer below `json`, outer ones first.
void collect(const Json& json, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
    if (json.is_object()) {
        for (const auto& [key, value] : json.items()) {
            out.push_back(at / key);
            collect(value, at / key, out);
        }
    } else if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            out.push_back(at / i);
            collect(json[i], at / i, out);
        }
    }
}

Json without(Json json, const Json::json_pointer& place) {
    auto& parent = json[place.parent_pointer()];
    if (parent.is_object()) parent.erase(place.back());
    else parent.erase(std::stoul(place.back()));
    return json;
}

}  // namespace

Json shrink(const std::filesystem::path& script, Json the_case) {
    for (std::size_t round = 0; round < kMaxRounds; ++round) {
        std::vector<Json::json_pointer> places;
        collect(the_case, Json::json_pointer(""), places);
        std::vector<Json> candidates;
        for (const auto& place : places)
            if (place.to_string() != "/machine" && place.to_string() != "/events") candidates.push_back(without(the_case, place));
        const auto outcomes = run_reference(script, candidates);
        bool smaller = false;
        for (std::size_t i = 0; i < candidates.size() && !smaller; ++i) {
            if (!is_comparable(outcomes[i])) continue;
            const auto own = run_interpreter(candidates[i]);
            if (!own.refused.empty() || !difference(outcomes[i], own)) continue;
            the_case = candidates[i];
            smaller = true;
        }
        if (!smaller) break;
    }
    return the_case;
}

}  // namespace oracle
