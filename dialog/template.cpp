#include "dialog/template.hpp"

#include "dialog/draft.hpp"

#include <utility>

namespace dialog {

Template::Template(std::string text) : text_(std::move(text)) {
    std::string_view rest = text_;
    while (!rest.empty()) {
        const auto open = rest.find("[[");
        const auto close = open == std::string_view::npos ? open : rest.find("]]", open);
        read(rest.substr(0, close == std::string_view::npos ? rest.size() : open));
        if (close == std::string_view::npos) return;
        pieces_.push_back({Piece::Kind::part_begins, {}, nullptr});
        read(rest.substr(open + 2, close - open - 2));
        pieces_.push_back({Piece::Kind::part_ends, {}, nullptr});
        rest.remove_prefix(close + 2);
    }
}

void Template::read(std::string_view text) {
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        const auto words = text.substr(0, close == std::string_view::npos ? text.size() : open);
        if (!words.empty()) pieces_.push_back({Piece::Kind::words, std::string(words), nullptr});
        if (close == std::string_view::npos) return;
        const auto name = text.substr(open + 1, close - open - 1);
        if (name.starts_with("slot.")) pieces_.push_back({Piece::Kind::slot, std::string(name.substr(5)), nullptr});
        else if (name.starts_with("word.")) pieces_.push_back({Piece::Kind::word, std::string(name.substr(5)), nullptr});
        else pieces_.push_back({Piece::Kind::value, {}, template_value(name)});
        text.remove_prefix(close + 1);
    }
}

std::string Template::fill(const Draft& draft) const {
    std::string out;
    std::size_t part = 0;  // where the part begins in `out`
    bool complete = true;
    for (const auto& piece : pieces_) {
        const auto before = out.size();
        switch (piece.kind) {
            case Piece::Kind::words: out += piece.text; continue;
            case Piece::Kind::slot: {
                const auto& slots = draft.conversation().slots;
                if (const auto slot = slots.find(piece.text); slot != slots.end()) out += slot->second.value;
                break;
            }
            case Piece::Kind::word: out += draft.word(piece.text); break;
            case Piece::Kind::value: if (piece.value) out += piece.value(draft); break;
            case Piece::Kind::part_begins:
                part = before;
                complete = true;
                continue;
            case Piece::Kind::part_ends:
                if (!complete) out.resize(part);
                continue;
        }
        if (out.size() == before) complete = false;
    }
    return out;
}

}  // namespace dialog
