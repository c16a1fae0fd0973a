#include "server/static_files.hpp"

#include "server/keys.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace server {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string type_of(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    for (const auto& [known, type] : kTypes) {
        if (known == extension) return std::string(type);
    }
    return "application/octet-stream";
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return text.str();
}

// Pages that others embed: the widget's script, wherever the shop's own page stands.
bool is_for_other_sites(const std::string& path) { return path == "/widget.js"; }

}  // namespace

StaticFiles StaticFiles::read(const std::filesystem::path& root) {
    if (!std::filesystem::is_directory(root)) throw std::runtime_error("there are no pages in " + root.string());
    StaticFiles files;
    std::size_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        bytes += entry.file_size();
        if (bytes > kMaxPagesBytes || files.pages_.size() >= kMaxPages) throw std::runtime_error("too much to serve in " + root.string());
        files.add("/" + std::filesystem::relative(entry.path(), root).generic_string(), read_file(entry.path()));
    }
    return files;
}

StaticFiles StaticFiles::missing(const std::string& reason) {
    StaticFiles files;
    const std::string page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frontdesk</title><h1>Frontdesk is running</h1>"
                             "<p>Its pages are not here. Build them with <code>npm --prefix web run build</code>, or name their folder with "
                             "<code>frontdesk serve --web DIR</code>.</p></html>";
    files.add("/index.html", page);
    files.add("/desk/index.html", page);
    files.add("/pages-missing.txt", reason + "\n");
    return files;
}

void StaticFiles::add(const std::string& path, std::string body) {
    const std::string etag = "\"" + token_hash(body).substr(0, 32) + "\"";
    pages_[path] = {type_of(path), std::move(body), etag};
}

net::Response StaticFiles::answer(const net::Request& request) const {
    std::string path = request.path;
    if (path.ends_with('/')) path += "index.html";
    const auto found = pages_.find(path);
    if (found == pages_.end()) {
        if (!pages_.contains(path + "/index.html")) return net::error_response(404, "not_found", "there is nothing here");
        net::Response moved = net::empty_response(301);
        moved.headers.emplace_back("Location", path + "/");
        return moved;
    }
    const Page& page = found->second;
    net::Response response;
    response.content_type = page.content_type;
    response.headers.emplace_back("ETag", page.etag);
    // Names carry no version, so a browser asks each time and mostly hears 304.
    response.headers.emplace_back("Cache-Control", "no-cache");
    if (is_for_other_sites(path)) {
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
        response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    }
    if (request.header("if-none-match") == page.etag) {
        response.status = 304;
        response.content_type.clear();
    } else {
        response.body = page.body;
    }
    return response;
}

std::vector<std::pair<std::string, std::string>> security_headers() {
    return {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
         "form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "SAMEORIGIN"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    };
}

}  // namespace server
