#include "config/csv.hpp"

namespace config {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Walks the text character by character and knows the line and the column it is at.
class Reader {
public:
    Reader(std::string_view text, const std::string& file, Problems& problems) : text_(text), file_(file), problems_(problems) {
        if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
    }

    bool at_end() const { return at_ == text_.size(); }

    // One row; none when it is empty or broken, and then the reader stands behind it.
    std::optional<CsvRow> row() {
        CsvRow row{line_, {}};
        broken_ = false;
        do row.fields.push_back(field());
        while (take(','));
        end_row();
        if (broken_ || (row.fields.size() == 1 && row.fields[0].empty())) return std::nullopt;
        return row;
    }

    void problem(std::size_t line, std::size_t column, std::string message) {
        problems_.push_back({file_, "line " + std::to_string(line) + ", column " + std::to_string(column), std::move(message)});
    }

private:
    std::string field() { return take('"') ? quoted() : plain(); }

    std::string plain() {
        std::string value;
        while (!at_end() && text_[at_] != ',' && !at_line_end()) {
            if (text_[at_] == '"') broken("a quote inside a field that does not begin with one");
            value += next();
        }
        return value;
    }

    std::string quoted() {
        const auto line = line_;
        const auto column = column_ - 1;
        std::string value;
        while (!at_end()) {
            if (!take('"')) {
                value += next();
                continue;
            }
            if (!take('"')) return value;
            value += '"';
        }
        problem(line, column, "the quote is never closed");
        broken_ = true;
        return value;
    }

    void end_row() {
        if (!at_end() && !at_line_end()) broken("expected a comma or the end of the line after the closing quote");
        while (!at_end() && !at_line_end()) next();
        take('\r');
        take('\n');
    }

    void broken(std::string message) {
        if (!broken_) problem(line_, column_, std::move(message));
        broken_ = true;
    }

    bool at_line_end() const {
        return text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
    }

    bool take(char wanted) {
        if (at_end() || text_[at_] != wanted) return false;
        next();
        return true;
    }

    char next() {
        const char c = text_[at_++];
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {  // columns count characters, not bytes of UTF-8
            ++column_;
        }
        return c;
    }

    std::string_view text_;
    const std::string& file_;
    Problems& problems_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
    bool broken_ = false;
};

}  // namespace

CsvTable parse_csv(std::string_view text, const std::string& file, Problems& problems) {
    CsvTable table{file, {}, {}};
    Reader reader(text, file, problems);
    if (auto header = reader.row()) {
        table.header = std::move(header->fields);
    } else {
        reader.problem(1, 1, "expected the names of the columns");
        return table;
    }
    while (!reader.at_end()) {
        auto row = reader.row();
        if (!row) continue;
        if (row->fields.size() == table.header.size())
            table.rows.push_back(std::move(*row));
        else
            reader.problem(row->line, 1, "has " + std::to_string(row->fields.size()) + " fields, the header has " + std::to_string(table.header.size()));
    }
    return table;
}

}  // namespace config
