#include "tests/tidy/sources.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tidy {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kNotOurs{"build", "data", "node_modules", "dist", ".git", ".cache", "LICENSE", "package-lock.json"};
constexpr std::array<std::string_view, 7> kRooms{"config", "dialog", "intents", "server", "storage", "tickets", "tests"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

Source read(const fs::path& root, const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    Source source{fs::relative(file, root).generic_string(), {std::istreambuf_iterator<char>(in), {}}, {}};
    const auto extension = file.extension();
    if (extension == ".cpp" || extension == ".hpp") source.code = blank_comments_and_literals(source.text);
    return source;
}

std::vector<Source> read_all() {
    std::vector<Source> files;
    const fs::path root = FRONTDESK_SOURCE_DIR;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        if (std::find(kNotOurs.begin(), kNotOurs.end(), entry->path().filename().string()) != kNotOurs.end())
            entry.disable_recursion_pending();
        else if (entry->is_regular_file())
            files.push_back(read(root, entry->path()));
    }
    std::sort(files.begin(), files.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
    return files;
}

// Blanks from `at` to `end` in `code`, but leaves line breaks.
void blank(std::string& code, std::size_t at, std::size_t end) {
    for (; at < end && at < code.size(); ++at)
        if (code[at] != '\n') code[at] = ' ';
}

// The end of the literal that begins with the quote at `at`, behind its closing quote.
std::size_t literal_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

// The same for R"delimiter(...)delimiter", `at` being the quote.
std::size_t raw_literal_end(std::string_view text, std::size_t at) {
    const auto open = text.find('(', at);
    if (open == std::string_view::npos) return text.size();
    const auto close = ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
    const auto end = text.find(close, open);
    return end == std::string_view::npos ? text.size() : end + close.size();
}

}  // namespace

std::string blank_comments_and_literals(std::string_view text) {
    std::string code(text);
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        std::size_t end = at + 1;
        if (rest.starts_with("//")) end = std::min(text.find('\n', at), text.size());
        else if (rest.starts_with("/*")) end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
        else if (rest[0] == '"' && at > 0 && text[at - 1] == 'R') end = raw_literal_end(text, at);
        else if (rest[0] == '"' || (rest[0] == '\'' && (at == 0 || !is_word(text[at - 1])))) end = literal_end(text, at);
        if (end > at + 1 && rest[0] == '/') blank(code, at, end);
        else if (end > at + 1) blank(code, at + 1, end - 1);
        at = end;
    }
    return code;
}

const std::vector<Source>& all_files() {
    static const auto kFiles = read_all();
    return kFiles;
}

const std::vector<Source>& cpp_sources() {
    static const auto kSources = [] {
        std::vector<Source> sources;
        for (const auto& file : all_files())
            if (!file.code.empty() && std::find(kRooms.begin(), kRooms.end(), room_of(file.path)) != kRooms.end()) sources.push_back(file);
        return sources;
    }();
    return kSources;
}

std::string room_of(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

std::vector<Include> includes_of(const Source& source) {
    std::vector<Include> includes;
    std::size_t line = 1;
    for (std::size_t at = 0; at < source.text.size(); ++line) {
        const auto end = std::min(source.text.find('\n', at), source.text.size());
        const auto words = std::string_view(source.text).substr(at, end - at);
        const auto open = words.find_first_of("<\"");
        if (source.code.compare(at, 8, "#include") == 0 && open != std::string_view::npos) {
            const auto close = words.find(words[open] == '<' ? '>' : '"', open + 1);
            includes.push_back({line, std::string(words.substr(open + 1, close - open - 1)), words[open] == '"'});
        }
        at = end + 1;
    }
    return includes;
}

std::vector<Word> identifiers_of(const Source& source) {
    std::vector<Word> words;
    std::size_t line = 1;
    const std::string_view code = source.code;
    for (std::size_t at = 0; at < code.size();) {
        auto end = at;
        while (end < code.size() && is_word(code[end])) ++end;
        if (end > at && std::isdigit(static_cast<unsigned char>(code[at])) == 0) words.push_back({line, std::string(code.substr(at, end - at))});
        if (end == at && code[end++] == '\n') ++line;
        at = end;
    }
    return words;
}

std::vector<std::string> parts_of(std::string_view identifier) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < identifier.size(); ++i) {
        const char c = identifier[i];
        const bool begins = std::isupper(static_cast<unsigned char>(c)) != 0 && i > 0 && std::islower(static_cast<unsigned char>(identifier[i - 1])) != 0;
        if (c == '_' || begins) parts.emplace_back();
        if (c != '_') parts.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    std::erase(parts, "");
    return parts;
}

}  // namespace tidy
