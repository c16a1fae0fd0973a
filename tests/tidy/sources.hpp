// The repository's own files, as the tests of its rules read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct Source {
    std::string path;  // from the repository's root
    std::string text;
    std::string code;  // the same length, with comments and the insides of literals blanked; line breaks stay
};

// Everything *.cpp and *.hpp of the rooms and of tests/, sorted by path.
const std::vector<Source>& cpp_sources();

// Everything that people write: sources, configuration, pages, scripts, documents. Nothing that is built or fetched.
const std::vector<Source>& all_files();

std::string blank_comments_and_literals(std::string_view text);

struct Include {
    std::size_t line = 0;
    std::string name;     // tickets/time.hpp
    bool quoted = false;  // "", not <>
};
std::vector<Include> includes_of(const Source& source);

// The folder a path begins with: tickets, tests, or a file of the root itself.
std::string room_of(std::string_view path);

struct Word {
    std::size_t line = 0;
    std::string text;
};
std::vector<Word> identifiers_of(const Source& source);
// BetaManager, beta_manager -> beta, manager
std::vector<std::string> parts_of(std::string_view identifier);

struct Function {
    std::size_t line = 0;   // where its body begins
    std::size_t lines = 0;  // of the body, braces included
};
std::vector<Function> functions_of(const Source& source);

}  // namespace tidy
