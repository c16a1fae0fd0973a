// The head of a request: what Beast's parser lets pass goes through the rules of the edge; what they let pass is unambiguous.
#include "server/net/forwarded.hpp"
#include "server/net/handshake.hpp"
#include "server/net/origin.hpp"
#include "server/net/request_rules.hpp"
#include "server/net/utf8.hpp"
#include "tests/fuzz/oracle.hpp"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <cstdint>

namespace {

using namespace server::net;
namespace http = boost::beast::http;

void check(const Request& request, const Head& head) {
    using fuzz::require;
    require(request.path.starts_with('/') && is_utf8(request.path), "a path is text from the root");
    require(std::ranges::none_of(request.path, [](unsigned char c) { return c < 0x20 || c == 0x7F; }), "a path has no control characters");
    require(!request.headers.contains("content-length") || !request.headers.contains("transfer-encoding"), "there is one length");
    require(head.version == 10 || request.headers.contains("host"), "there is a host");
    require(request.headers.size() <= kMaxHeaderFields, "there are not too many fields");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Origins origins({"https://shop.example"});
    static const Proxies proxies{"10.0.0.1", "10.0.0.2"};
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    http::request_parser<http::string_body> parser;
    parser.header_limit(8192);
    parser.body_limit(4096);
    boost::system::error_code bad;
    parser.put(boost::asio::const_buffer(data, size), bad);
    if (bad || !parser.is_header_done()) return 0;
    const auto& parsed = parser.get();
    Head head{.raw = raw.substr(0, raw.find("\r\n\r\n")), .method = parsed.method_string(), .target = parsed.target(), .version = parsed.version(), .fields = {}};
    for (const auto& field : parsed) head.fields.emplace_back(field.name_string(), field.value());
    Request request;
    if (read_head(head, request)) return 0;
    check(request, head);
    request.cookie("__Host-frontdesk");
    client_address("10.0.0.1", request.header("x-forwarded-for"), proxies);
    origins.refuse(request, Origins::WithoutOrigin::refused);
    if (asks_for_socket(request) && !refuse_handshake(request)) fuzz::require(request.header("sec-websocket-key").size() == 24, "a key has 24 characters");
    return 0;
}
