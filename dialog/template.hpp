// A text with values in it: {name} is a value, a [[part]] is left out when a value inside it is empty. Read once, when the desk is
// loaded, so that saying it is putting pieces together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialog {

struct Draft;

class Template {
public:
    using Value = std::string (*)(const Draft&);

    Template() = default;
    // Never fails: a name that is no value stands for nothing, an open bracket for itself. config::load_texts says what is wrong.
    explicit Template(std::string text);

    std::string fill(const Draft& draft) const;
    const std::string& text() const { return text_; }
    bool operator==(const Template& other) const { return text_ == other.text_; }

private:
    struct Piece {
        enum class Kind { words, slot, word, value, part_begins, part_ends };
        Kind kind = Kind::words;
        std::string text;       // the words, or the name of the slot or word
        Value value = nullptr;
    };
    void read(std::string_view text);

    std::string text_;
    std::vector<Piece> pieces_;
};

// What the name stands for besides slot.<name> and word.<key>; nullptr when it is no value.
Template::Value template_value(std::string_view name);

}  // namespace dialog
