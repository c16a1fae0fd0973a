#include "server/commands/chat.hpp"

#include "server/keys.hpp"
#include "server/local_desk.hpp"
#include "server/net/client.hpp"

#include <charconv>
#include <condition_variable>
#include <exception>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>

namespace server::commands {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kWelcomePatience{10};

// What stands on the screen. Frames come on another thread than the lines of input.
class Screen {
public:
    Screen(std::ostream& out, bool raw) : out_(out), raw_(raw) {}

    void hear(const std::optional<std::string>& frame) {
        const std::lock_guard lock(mutex_);
        if (!frame) {
            ended_ = true;
        } else {
            ++heard_;
            if (raw_) out_ << *frame << std::endl;
            show(Json::parse(*frame));
        }
        changed_.notify_all();
    }

    // The frame for a line of input: a number among those offered last is a choice.
    Json frame_of(const std::string& line, const std::string& cid) const {
        const std::lock_guard lock(mutex_);
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        const bool choice = error == std::errc() && end == line.data() + line.size() && number >= 1 && number <= choices_.size();
        if (choice) return {{"type", "message"}, {"cid", cid}, {"choice", choices_[number - 1]}};
        return {{"type", "message"}, {"cid", cid}, {"text", line}};
    }

    bool wait_for_welcome() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kWelcomePatience, [&] { return welcome_ || ended_; });
        return welcome_ && !ended_;
    }
    void wait_for_quiet(std::chrono::milliseconds quiet) {
        std::unique_lock lock(mutex_);
        for (std::size_t before = heard_ + 1; before != heard_ && !ended_;) {
            before = heard_;
            changed_.wait_for(lock, quiet, [&] { return ended_ || heard_ != before; });
        }
    }
    bool ended() const {
        const std::lock_guard lock(mutex_);
        return ended_;
    }

private:
    void show(const Json& frame) {
        const std::string type = frame.at("type");
        if (type == "welcome") welcome_ = true;
        if (type == "entry") remember_choices(frame);
        if (raw_) return;
        if (type == "entry") show_entry(frame);
        if (type == "holder" && frame.contains("name")) out_ << "-- " << frame.at("name").get<std::string>() << std::endl;
        if (type == "queue") out_ << "-- # " << frame.at("position") << std::endl;
        if (type == "nack" || type == "error") out_ << "!! " << frame.at("code").get<std::string>() << std::endl;
    }

    void show_entry(const Json& entry) {
        const std::string from = entry.at("from");
        if (from == "customer") return;  // it stands there already
        out_ << (from == "agent" ? entry.value("name", from) : from) << ": " << entry.at("text").get<std::string>() << std::endl;
        std::size_t number = 0;
        for (const auto& choice : entry.value("choices", Json::array())) {
            out_ << "  " << ++number << ") " << choice.at("label").get<std::string>() << std::endl;
        }
    }

    void remember_choices(const Json& entry) {
        if (entry.at("from") == "customer") choices_.clear();
        if (!entry.contains("choices")) return;
        choices_.clear();
        for (const auto& choice : entry.at("choices")) choices_.push_back(choice.at("id"));
    }

    std::ostream& out_;
    bool raw_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> choices_;
    std::size_t heard_ = 0;
    bool welcome_ = false;
    bool ended_ = false;
};

int talk(const ChatOptions& options, Screen& screen, const std::function<void(std::string)>& send, std::istream& in, std::ostream& out) {
    send(Json{{"type", "hello"}, {"locale", options.locale}}.dump());
    if (!screen.wait_for_welcome()) {
        out << "the desk does not answer" << std::endl;
        return 1;
    }
    const std::string name = random_conversation_id().substr(0, 12);
    std::string line;
    for (int count = 1; !screen.ended(); ++count) {
        if (!options.interactive) screen.wait_for_quiet(options.quiet);
        if (!std::getline(in, line)) break;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        send(screen.frame_of(line, name + "-" + std::to_string(count)).dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    const bool cut = screen.ended();
    if (!cut) send(R"({"type":"bye"})");
    return cut ? 1 : 0;
}

int chat_locally(const ChatOptions& options, Screen& screen, std::istream& in, std::ostream& out) {
    LocalDeskOptions local;
    local.configuration = options.configuration;
    local.data_directory = options.data_directory;
    LocalDesk desk(std::move(local));
    const auto connection = desk.customer([&screen](const std::optional<std::string>& frame) { screen.hear(frame); });
    return talk(options, screen, [&](std::string frame) { connection->say(std::move(frame)); }, in, out);
}

}  // namespace

int chat(const ChatOptions& options, std::istream& in, std::ostream& out) {
    Screen screen(out, options.json);
    try {
        if (options.local) return chat_locally(options, screen, in, out);
        net::Client client(options.url, [&screen](const std::optional<std::string>& frame) { screen.hear(frame); });
        return talk(options, screen, [&](std::string frame) { client.send(std::move(frame)); }, in, out);
    } catch (const std::exception& error) {
        out << error.what() << std::endl;
        return 1;
    }
}

}  // namespace server::commands
