// Stories: conversations as text, told to a whole desk in one process (docs/stories.md is the manual).
#pragma once

#include "tests/support/people.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stories {

struct Step {
    int line = 0;
    std::string word;      // customer, choose, bot, system, agent, wait, clock, ...
    std::string who;       // of an agent's step
    std::string argument;
    bool operator==(const Step&) const = default;
};

// std::runtime_error with the line for what is no step.
std::vector<Step> read_story(const std::filesystem::path& file);
// A duration such as 1200ms, 2s, 15m, 3h, 2d.
std::optional<std::chrono::milliseconds> read_duration(const std::string& text);
// 2026-11-23T09:00+08:00
std::optional<tickets::Time> read_time(const std::string& text);

class Telling {
public:
    explicit Telling(std::vector<Step> steps);
    // Empty when all came as written; else what did not, the line, and the whole transcript.
    std::string run();

private:
    using Check = std::optional<std::string>;  // what is wrong

    Check tell(const Step& step);
    Check speak(const Step& step);
    Check expect(const Step& step);
    Check expect_entry(const Step& step);
    Check expect_state(const Step& step);
    Check act(const Step& step);
    Check pass(const Step& step);
    std::map<std::string, std::string> ticket_facts() const;
    dialog::Conversation conversation() const;
    void arrive();
    std::string transcript() const;

    std::vector<Step> steps_;
    std::string locale_ = "zh-CN";
    std::unique_ptr<server::LocalDesk> desk_;
    std::unique_ptr<support::Customer> customer_;
    std::map<std::string, std::unique_ptr<support::Agent>> agents_;
    std::vector<support::Json> heard_;   // entries of sockets before this one
    std::string id_;
    std::string token_;
    std::size_t from_ = 0;               // entries before it have been spoken of
    int cids_ = 0;

    std::vector<support::Json> entries() const;
};

}  // namespace stories
