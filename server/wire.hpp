// The frames of docs/protocol.md as values: parsed with limits, rendered to text. No frame is trusted before it has passed here.
#pragma once

#include "dialog/conversation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace server::wire {

inline constexpr std::size_t kMaxDepth = 16;           // levels of JSON
inline constexpr std::size_t kMaxKeys = 128;           // keys in one frame
inline constexpr std::size_t kMaxCodePoints = 8000;    // of any string
inline constexpr std::size_t kMaxCidBytes = 64;

// Why a frame was refused. `cid` is set when the frame was a message with a usable cid: the answer is a nack, else an error.
struct Refusal {
    std::string code;  // bad_frame, too_long, bad_text, bad_value
    std::string message;
    std::string cid;
    std::string conversation;  // of an agent's frame
    bool operator==(const Refusal&) const = default;
};

// From customers.
struct Hello {
    std::string locale;
    std::string token;
    dialog::Seq after_seq = 0;
    bool operator==(const Hello&) const = default;
};
struct Message {
    std::string cid;
    std::string text;
    std::string choice;  // when taken, text is empty
    bool operator==(const Message&) const = default;
};
struct Typing { bool operator==(const Typing&) const = default; };
struct Read { dialog::Seq seq = 0; bool operator==(const Read&) const = default; };
struct Bye { bool operator==(const Bye&) const = default; };
struct Ping { bool operator==(const Ping&) const = default; };
using CustomerFrame = std::variant<Hello, Message, Typing, Read, Bye, Ping>;
std::variant<CustomerFrame, Refusal> parse_customer(std::string_view text);

// From agents.
struct Watch { std::string conversation; std::uint64_t after_position = 0; bool operator==(const Watch&) const = default; };
struct Unwatch { std::string conversation; bool operator==(const Unwatch&) const = default; };
// One command of an agent on a conversation; `kind` says which.
struct AgentCommand {
    enum class Kind { claim, message, note, release, give_back, close, update };
    Kind kind = Kind::claim;
    std::string conversation;
    std::string cid;
    std::string text;         // message, note
    std::string ticket;       // update, and the next three
    std::string priority;
    std::string subcategory;
    std::string status;
    bool operator==(const AgentCommand&) const = default;
};
struct AgentTyping { std::string conversation; bool operator==(const AgentTyping&) const = default; };
struct Presence { bool available = false; bool operator==(const Presence&) const = default; };
using AgentFrame = std::variant<Watch, Unwatch, AgentCommand, AgentTyping, Presence, Ping>;
std::variant<AgentFrame, Refusal> parse_agent(std::string_view text);

// To customers.
std::string welcome(const dialog::Conversation& conversation, std::string_view token);
std::string ack(std::string_view cid, dialog::Seq seq);
std::string nack(std::string_view cid, std::string_view code, int retry_after_s);  // 0: left out
std::string entry(const dialog::Entry& entry);
std::string typing(dialog::From from);
std::string holder(const dialog::Holder& holder);
std::string queue(int position, int estimate_minutes);  // 0 minutes: left out
std::string error(std::string_view code, std::string_view message);
std::string reconnect(int after_s);
std::string pong();

// To agents.
struct Colleague {
    std::string id;
    std::string name;
    bool available = false;
    bool operator==(const Colleague&) const = default;
};
std::string agent_welcome(std::string_view user_json, const std::vector<std::string>& row_jsons, bool available);
std::string agent_row(std::string_view row_json);
std::string agent_conversation(std::string_view detail_json);
std::string agent_entry(const dialog::ConversationId& conversation, const dialog::Entry& entry);
std::string agent_ack(const dialog::ConversationId& conversation, std::string_view cid);
std::string agent_nack(const dialog::ConversationId& conversation, std::string_view cid, std::string_view code, int retry_after_s);
std::string agent_typing(const dialog::ConversationId& conversation, dialog::From from);
std::string agent_presence(const std::vector<Colleague>& agents);
std::string agent_pong();

}  // namespace server::wire
