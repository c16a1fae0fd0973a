#include "server/net/forwarded.hpp"

#include <boost/asio/ip/address.hpp>

namespace server::net {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Takes the last element off the list.
std::string_view take_last(std::string_view& list) {
    const auto comma = list.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
    return trimmed(last);
}

}  // namespace

std::optional<std::string> normal_address(std::string_view text) {
    boost::system::error_code failed;
    const auto address = boost::asio::ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

std::string client_address(const std::string& peer, std::string_view forwarded_for, const Proxies& ours) {
    std::string client = peer;
    while (ours.contains(client) && !forwarded_for.empty()) {
        const auto before = normal_address(take_last(forwarded_for));
        if (!before) break;
        client = *before;
    }
    return client;
}

}  // namespace server::net
