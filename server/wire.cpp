#include "server/wire.hpp"

#include "server/wire_fields.hpp"

#include <algorithm>
#include <array>

namespace server::wire {
namespace {

struct CommandName {
    std::string_view name;
    AgentCommand::Kind kind;
};
constexpr std::array<CommandName, 7> kCommands{{
    {"claim", AgentCommand::Kind::claim},
    {"message", AgentCommand::Kind::message},
    {"note", AgentCommand::Kind::note},
    {"release", AgentCommand::Kind::release},
    {"return", AgentCommand::Kind::give_back},
    {"close", AgentCommand::Kind::close},
    {"update", AgentCommand::Kind::update},
}};

bool usable_id(std::string_view text) {
    return !text.empty() && text.size() <= kMaxCidBytes &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x21 || c == 0x7F; });
}

Refusal bad_frame(std::string message) { return {"bad_frame", std::move(message), {}, {}}; }

// What is wrong with the words of a message; an empty code when nothing is.
std::string text_fault(const Fields& fields) {
    switch (fields.fault_of("text")) {
        case Fields::Fault::too_long: return "too_long";
        case Fields::Fault::holds_nul: return "bad_text";
        case Fields::Fault::none: break;
    }
    const std::string text = fields.string("text");
    return text.find_first_not_of(" \t\r\n") == std::string::npos ? "bad_text" : "";
}

std::variant<CustomerFrame, Refusal> hello(const Fields& fields) {
    const auto after = fields.number("after_seq");
    if (!after) return bad_frame("after_seq is not a sequence number");
    const std::string locale = fields.string("locale");
    const std::string token = fields.string("token");
    if (locale.size() > 64 || token.size() > 256) return bad_frame("locale or token is too long");
    return CustomerFrame(Hello{locale, token, *after});
}

std::variant<CustomerFrame, Refusal> message(const Fields& fields) {
    const std::string cid = fields.string("cid");
    if (!usable_id(cid)) return bad_frame("cid is not 1 to 64 printable characters");
    const std::string choice = fields.string("choice");
    if (fields.has("choice") == fields.has("text")) return Refusal{"bad_text", "text or choice, one of them", cid, {}};
    if (fields.has("choice")) {
        if (choice.empty() || choice.size() > 256) return Refusal{"bad_choice", "no such choice", cid, {}};
        return CustomerFrame(Message{cid, {}, choice});
    }
    if (const std::string code = text_fault(fields); !code.empty()) return Refusal{code, "the text is empty, too long or holds NUL", cid, {}};
    return CustomerFrame(Message{cid, fields.string("text"), {}});
}

std::variant<AgentFrame, Refusal> command(AgentCommand::Kind kind, const Fields& fields) {
    AgentCommand command;
    command.kind = kind;
    command.conversation = fields.string("conversation");
    command.cid = fields.string("cid");
    if (!usable_id(command.conversation)) return bad_frame("conversation is missing");
    if (!usable_id(command.cid)) return bad_frame("cid is not 1 to 64 printable characters");
    if (kind == AgentCommand::Kind::message || kind == AgentCommand::Kind::note) {
        const std::string code = text_fault(fields);
        if (!code.empty()) {
            return Refusal{code == "too_long" ? code : "bad_value", "the text is empty, too long or holds NUL", command.cid, command.conversation};
        }
        command.text = fields.string("text");
    }
    if (kind == AgentCommand::Kind::update) {
        command.ticket = fields.string("ticket");
        command.priority = fields.string("priority");
        command.subcategory = fields.string("subcategory");
        command.status = fields.string("status");
    }
    return AgentFrame(std::move(command));
}

std::variant<AgentFrame, Refusal> watch(const Fields& fields) {
    const auto after = fields.number("after_position");
    if (!after) return bad_frame("after_position is not a position");
    if (!usable_id(fields.string("conversation"))) return bad_frame("conversation is missing");
    return AgentFrame(Watch{fields.string("conversation"), *after});
}

}  // namespace

std::variant<CustomerFrame, Refusal> parse_customer(std::string_view text) {
    auto read = Fields::read(text);
    if (auto* why = std::get_if<std::string>(&read)) return bad_frame(std::move(*why));
    const Fields& fields = std::get<Fields>(read);
    if (fields.faulty_besides("text")) return bad_frame("a string is too long or holds NUL");
    const std::string type = fields.string("type");
    if (type == "message") return message(fields);
    if (fields.fault_of("text") != Fields::Fault::none) return bad_frame("a string is too long or holds NUL");
    if (type == "hello") return hello(fields);
    if (type == "typing") return CustomerFrame(Typing{});
    if (type == "bye") return CustomerFrame(Bye{});
    if (type == "ping") return CustomerFrame(Ping{});
    if (type == "read") {
        const auto seq = fields.number("seq");
        if (!seq) return bad_frame("seq is not a sequence number");
        return CustomerFrame(Read{*seq});
    }
    return bad_frame("unknown type");
}

std::variant<AgentFrame, Refusal> parse_agent(std::string_view text) {
    auto read = Fields::read(text);
    if (auto* why = std::get_if<std::string>(&read)) return bad_frame(std::move(*why));
    const Fields& fields = std::get<Fields>(read);
    if (fields.faulty_besides("text")) return bad_frame("a string is too long or holds NUL");
    const std::string type = fields.string("type");
    for (const CommandName& known : kCommands) {
        if (type == known.name) return command(known.kind, fields);
    }
    if (type == "watch") return watch(fields);
    if (type == "ping") return AgentFrame(Ping{});
    const std::string conversation = fields.string("conversation");
    if (type == "presence") {
        const auto available = fields.boolean("available");
        if (!available) return bad_frame("available is true or false");
        return AgentFrame(Presence{*available});
    }
    if (type != "unwatch" && type != "typing") return bad_frame("unknown type");
    if (!usable_id(conversation)) return bad_frame("conversation is missing");
    if (type == "unwatch") return AgentFrame(Unwatch{conversation});
    return AgentFrame(AgentTyping{conversation});
}

}  // namespace server::wire
