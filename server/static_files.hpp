// The pages (web/dist), read into memory once at start: answers are values, no file is opened while serving.
#pragma once

#include "server/net/http.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace server {

class StaticFiles {
public:
    // Reads every file below `root`. std::runtime_error when there is no such folder, or it holds more than kMaxPagesBytes or kMaxPages.
    static StaticFiles read(const std::filesystem::path& root);
    // Where there are no pages: one that says so, on `/` and `/desk/`.
    static StaticFiles missing(const std::string& reason);

    // 200, 304 (If-None-Match), 301 (/desk to /desk/) or 404.
    net::Response answer(const net::Request& request) const;

private:
    struct Page {
        std::string content_type;
        std::string body;
        std::string etag;
    };
    void add(const std::string& path, std::string body);

    std::map<std::string, Page> pages_;  // by path: /widget.js
};

// The security headers that every answer carries.
std::vector<std::pair<std::string, std::string>> security_headers();

inline constexpr std::size_t kMaxPagesBytes = 32 << 20;
inline constexpr std::size_t kMaxPages = 2000;

}  // namespace server
