#include "dialog/conversation.hpp"

namespace dialog {

std::string_view name(From from) {
    switch (from) {
        case From::customer: return "customer";
        case From::bot: return "bot";
        case From::agent: return "agent";
        case From::system: return "system";
    }
    return {};
}

std::string_view name(Holder::Kind kind) {
    switch (kind) {
        case Holder::Kind::bot: return "bot";
        case Holder::Kind::queue: return "queue";
        case Holder::Kind::agent: return "agent";
        case Holder::Kind::nobody: return "nobody";
    }
    return {};
}

std::string_view name(EntryKind kind) { return kind == EntryKind::note ? "note" : "message"; }

std::string_view name(Identity::Level level) { return level == Identity::Level::verified ? "verified" : "anonymous"; }

}  // namespace dialog
