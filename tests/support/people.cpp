#include "tests/support/people.hpp"

namespace support {

tickets::Time monday_morning() {
    using namespace std::chrono;
    return sys_days(year(2026) / 11 / 23) + hours(2);
}

server::LocalDeskOptions open_desk() {
    server::LocalDeskOptions options;
    options.configuration = std::string(FRONTDESK_SOURCE_DIR) + "/config";
    static const auto kLoaded = server::LocalDesk::read_configuration(options.configuration);
    options.loaded = kLoaded;
    options.clock = monday_morning();
    return options;
}

void Person::send(const Json& frame) {
    connection_->say(frame.dump());
    desk_.settle();
}

std::vector<Json> Person::frames() const {
    std::vector<Json> all;
    for (const auto& text : connection_->frames()) all.push_back(Json::parse(text));
    return all;
}

std::vector<Json> Person::frames(const std::string& type) const {
    auto all = frames();
    std::erase_if(all, [&](const Json& frame) { return frame.at("type") != type; });
    return all;
}

Json Person::last(const std::string& type) const {
    const auto all = frames(type);
    return all.empty() ? Json() : all.back();
}

std::vector<std::vector<Json>> Person::batches() const {
    std::vector<std::vector<Json>> all;
    for (const auto& batch : connection_->batches()) {
        all.emplace_back();
        for (const auto& text : batch) all.back().push_back(Json::parse(text));
    }
    return all;
}

std::vector<std::uint64_t> Customer::seqs() const {
    std::vector<std::uint64_t> seqs;
    for (const auto& entry : frames("entry")) seqs.push_back(entry.at("seq"));
    return seqs;
}

void Agent::command(const std::string& type, const std::string& conversation, const std::string& cid, Json more) {
    more["type"] = type;
    more["conversation"] = conversation;
    more["cid"] = cid;
    send(more);
}

std::vector<std::uint64_t> Agent::positions() const {
    std::vector<std::uint64_t> positions;
    for (const auto& entry : frames("entry")) positions.push_back(entry.at("position"));
    return positions;
}

}  // namespace support
