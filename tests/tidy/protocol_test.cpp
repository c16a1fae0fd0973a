// docs/protocol.md against the code: a frame or a call that stands in one of them and not in the other is a mistake.
#include "tests/tidy/sources.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <regex>
#include <set>
#include <stdexcept>

namespace {

using namespace tidy;
using Names = std::set<std::string>;

const Source& file(std::string_view path) {
    const auto found = std::find_if(all_files().begin(), all_files().end(), [&](const Source& each) { return each.path == path; });
    if (found == all_files().end()) throw std::runtime_error("there is no " + std::string(path));
    return *found;
}

// What stands between two texts, the first one excluded.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const auto from = text.find(begin);
    if (from == std::string::npos) throw std::runtime_error("\"" + begin + "\" is not there");
    return text.substr(from + begin.size(), text.find(end, from + begin.size()) - from - begin.size());
}

Names all_matches(const std::string& text, const char* pattern) {
    Names names;
    const std::regex regex(pattern);
    for (auto match = std::sregex_iterator(text.begin(), text.end(), regex); match != std::sregex_iterator(); ++match) names.insert((*match)[1]);
    return names;
}

// The frames in the table under a heading.
Names documented_frames(const std::string& heading, const std::string& section) {
    const auto& text = file("docs/protocol.md").text;
    const auto all = between(text, "## `" + section + "`", "\n## ");
    const auto frames = all_matches(between(all, "### " + heading, "\n### "), R"re(\| `\{"type":"(\w+)")re");
    if (frames.empty()) throw std::runtime_error("no frames under " + heading);
    return frames;
}

// The frames that a function of server/wire.cpp knows by name.
Names parsed_frames(const std::string& function) {
    const auto body = between(file("server/wire.cpp").text, function + "(std::string_view text) {", "\n}\n");
    return all_matches(body, R"re(type [!=]= "(\w+)")re");
}

Names commands() { return all_matches(between(file("server/wire.cpp").text, "kCommands{{", "}};"), R"re(\{"(\w+)",)re"); }

// The frames that functions of server/wire_render.cpp write; `prefix` is what their names begin with.
Names written_frames(bool to_agents) {
    const auto& text = file("server/wire_render.cpp").text;
    Names names;
    const std::regex function(R"re(\nstd::string (\w+)\([^)]*\)[^{]*\{([\s\S]*?Object(?: object)?\("(\w+)"\)))re");
    for (auto match = std::sregex_iterator(text.begin(), text.end(), function); match != std::sregex_iterator(); ++match)
        if ((*match)[1].str().starts_with("agent_") == to_agents) names.insert((*match)[3]);
    return names;
}

TEST(Protocol, EveryFrameOfACustomerIsDocumentedAndParsed) {
    EXPECT_EQ(documented_frames("Customer to server", "GET /chat"), parsed_frames("parse_customer"));
}

TEST(Protocol, EveryFrameToACustomerIsDocumentedAndWritten) {
    EXPECT_EQ(documented_frames("Server to customer", "GET /chat"), written_frames(false));
}

TEST(Protocol, EveryFrameOfAnAgentIsDocumentedAndParsed) {
    auto parsed = parsed_frames("parse_agent");
    parsed.merge(commands());
    EXPECT_EQ(documented_frames("Agent to server", "GET /desk"), parsed);
}

TEST(Protocol, EveryFrameToAnAgentIsDocumentedAndWritten) {
    auto written = written_frames(true);
    written.insert({"error", "reconnect"});  // the same as to a customer
    EXPECT_EQ(documented_frames("Server to agent", "GET /desk"), written);
}

// "GET /api/v1/me" of the rows of a table in docs/protocol.md, without their queries; the pages at `/` are no call.
Names documented_calls() {
    const auto rest = between(file("docs/protocol.md").text, "\n## REST", "\n## ");
    auto calls = all_matches(rest, R"re(\n\| `((?:GET|POST|PUT|PATCH|DELETE) /[^` ?]*))re");
    calls.erase("GET /");
    return calls;
}

// The same of the tables in server/: a method and a path that stand side by side.
Names served_calls() {
    Names calls;
    const std::regex call(R"re("(GET|POST|PUT|PATCH|DELETE)", "(/[^"]+)")re");
    for (const auto& source : cpp_sources()) {
        if (room_of(source.path) != "server") continue;
        for (auto match = std::sregex_iterator(source.text.begin(), source.text.end(), call); match != std::sregex_iterator(); ++match)
            calls.insert((*match)[1].str() + " " + (*match)[2].str());
    }
    return calls;
}

TEST(Protocol, EveryCallIsDocumentedAndServed) { EXPECT_EQ(documented_calls(), served_calls()); }

}  // namespace
