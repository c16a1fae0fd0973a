// The server's frames as text, built directly: on the way of every message a JSON tree would cost as much as the turn itself.
#include "server/wire.hpp"
#include "server/wire_json.hpp"

#include <array>
#include <charconv>

namespace server::wire {
namespace {

void put_escaped(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && c != '"' && c != '\\') continue;
        out += text.substr(copied, at - copied);
        copied = at + 1;
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += "\\u00";
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 15]);
        }
    }
    out += text.substr(copied);
}

// One object under construction.
class Object {
public:
    explicit Object(std::string_view type) {
        out_.reserve(128);
        out_ += "{\"type\":\"";
        out_ += type;
        out_.push_back('"');
    }

    Object& text(std::string_view key, std::string_view value) {
        put_key(key);
        out_.push_back('"');
        put_escaped(out_, value);
        out_.push_back('"');
        return *this;
    }
    Object& text_if(std::string_view key, std::string_view value) { return value.empty() ? *this : text(key, value); }

    Object& number(std::string_view key, std::uint64_t value) {
        std::array<char, 20> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        put_key(key);
        out_.append(digits.data(), end);
        return *this;
    }
    Object& boolean(std::string_view key, bool value) {
        put_key(key);
        out_ += value ? "true" : "false";
        return *this;
    }
    Object& json(std::string_view key, std::string_view ready) {
        put_key(key);
        out_ += ready;
        return *this;
    }
    Object& choices(const std::vector<dialog::Choice>& choices) {
        if (choices.empty()) return *this;
        put_key("choices");
        out_.push_back('[');
        for (const auto& choice : choices) {
            out_ += out_.back() == '[' ? "{\"id\":\"" : ",{\"id\":\"";
            put_escaped(out_, choice.id);
            out_ += "\",\"label\":\"";
            put_escaped(out_, choice.label);
            out_ += "\"}";
        }
        out_.push_back(']');
        return *this;
    }
    std::string done() {
        out_.push_back('}');
        return std::move(out_);
    }

private:
    void put_key(std::string_view key) {
        out_ += ",\"";
        out_ += key;
        out_ += "\":";
    }

    std::string out_;
};

std::uint64_t whole(int value) { return value < 0 ? 0 : static_cast<std::uint64_t>(value); }

}  // namespace

std::string welcome(const dialog::Conversation& conversation, std::string_view token) {
    return Object("welcome")
        .text("conversation", conversation.id)
        .text("token", token)
        .number("seq", conversation.last_seq)
        .text("locale", conversation.locale)
        .text("holder", dialog::name(conversation.holder.kind))
        .done();
}

std::string ack(std::string_view cid, dialog::Seq seq) { return Object("ack").text("cid", cid).number("seq", seq).done(); }

std::string nack(std::string_view cid, std::string_view code, int retry_after_s) {
    Object object("nack");
    object.text("cid", cid).text("code", code);
    if (retry_after_s > 0) object.number("retry_after", whole(retry_after_s));
    return object.done();
}

std::string entry(const dialog::Entry& entry) {
    Object object("entry");
    object.number("seq", entry.seq).text("from", dialog::name(entry.from)).text("text", entry.text).text("at", time_text(entry.at));
    if (entry.from == dialog::From::agent) object.text_if("name", entry.author_name);
    if (entry.from == dialog::From::customer) object.text_if("cid", entry.cid);
    return object.choices(entry.choices).done();
}

std::string typing(dialog::From from) { return Object("typing").text("from", dialog::name(from)).done(); }

std::string holder(const dialog::Holder& holder) {
    return Object("holder")
        .text("holder", dialog::name(holder.kind))
        .text_if("name", holder.agent_name)
        .text_if("staff_number", holder.staff_number)
        .done();
}

std::string queue(int position, int estimate_minutes) {
    Object object("queue");
    object.number("position", whole(position));
    if (estimate_minutes > 0) object.number("estimate_minutes", whole(estimate_minutes));
    return object.done();
}

std::string error(std::string_view code, std::string_view message) {
    return Object("error").text("code", code).text("message", message).done();
}

std::string reconnect(int after_s) { return Object("reconnect").number("after", whole(after_s)).done(); }

std::string pong() { return Object("pong").done(); }

std::string agent_pong() { return Object("pong").done(); }

std::string agent_welcome(std::string_view user_json, const std::vector<std::string>& row_jsons, bool available) {
    std::string rows = "[";
    for (const auto& row : row_jsons) {
        if (rows.size() > 1) rows.push_back(',');
        rows += row;
    }
    rows.push_back(']');
    return Object("welcome").json("agent", user_json).json("conversations", rows).boolean("available", available).done();
}

std::string agent_row(std::string_view row_json) { return Object("row").json("conversation", row_json).done(); }

std::string agent_conversation(std::string_view detail_json) {
    return Object("conversation").json("conversation", detail_json).done();
}

std::string agent_entry(const dialog::ConversationId& conversation, const dialog::Entry& entry) {
    return Object("entry")
        .text("conversation", conversation)
        .number("position", entry.position)
        .number("seq", entry.seq)
        .text("kind", dialog::name(entry.kind))
        .text("from", dialog::name(entry.from))
        .text_if("author", entry.author)
        .text_if("name", entry.author_name)
        .text("text", entry.text)
        .text("at", time_text(entry.at))
        .text_if("cid", entry.cid)
        .choices(entry.choices)
        .done();
}

std::string agent_ack(const dialog::ConversationId& conversation, std::string_view cid) {
    return Object("ack").text("conversation", conversation).text("cid", cid).done();
}

std::string agent_nack(const dialog::ConversationId& conversation, std::string_view cid, std::string_view code, int retry_after_s) {
    Object object("nack");
    object.text("conversation", conversation).text("cid", cid).text("code", code);
    if (retry_after_s > 0) object.number("retry_after", whole(retry_after_s));
    return object.done();
}

std::string agent_typing(const dialog::ConversationId& conversation, dialog::From from) {
    return Object("typing").text("conversation", conversation).text("from", dialog::name(from)).done();
}

std::string agent_presence(const std::vector<Colleague>& agents) {
    std::string list = "[";
    for (const auto& agent : agents) {
        list += list.back() == '[' ? "{\"id\":\"" : ",{\"id\":\"";
        put_escaped(list, agent.id);
        list += "\",\"name\":\"";
        put_escaped(list, agent.name);
        list += agent.available ? "\",\"available\":true}" : "\",\"available\":false}";
    }
    list.push_back(']');
    return Object("presence").json("agents", list).done();
}

}  // namespace server::wire
