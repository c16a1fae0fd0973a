// Where the program's own files are when the command line does not say: beside the binary's checkout, in the current folder, or
// installed below /usr/share.
#pragma once

#include <filesystem>
#include <optional>

namespace server {

std::optional<std::filesystem::path> find_configuration();  // a folder with desk.json
std::optional<std::filesystem::path> find_pages();          // a folder with widget.js

}  // namespace server
