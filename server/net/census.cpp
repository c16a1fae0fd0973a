#include "server/net/census.hpp"

#include <boost/asio/ip/address.hpp>

namespace server::net {

std::string source_of(const std::string& address) {
    boost::system::error_code failed;
    const auto parsed = boost::asio::ip::make_address(address, failed);
    if (failed || parsed.is_v4()) return address;
    auto bytes = parsed.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return boost::asio::ip::make_address_v6(bytes).to_string();
}

Census::Verdict Census::connection_opened(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (total_.connections >= limits_.max_connections) return Verdict::too_many;
    Count& source = by_source_[source_of(address)];
    if (source.connections >= limits_.max_connections_per_address) return Verdict::too_many_from_source;
    ++source.connections;
    ++total_.connections;
    return Verdict::admitted;
}

void Census::connection_closed(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto source = by_source_.find(source_of(address));
    --total_.connections;
    --source->second.connections;
    forget_if_gone(source);
}

Census::Verdict Census::unknown_opened(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (total_.unknown >= limits_.max_unknown_sockets) return Verdict::too_many;
    Count& source = by_source_[source_of(address)];
    if (source.unknown >= limits_.max_unknown_sockets_per_address) return Verdict::too_many_from_source;
    ++source.unknown;
    ++total_.unknown;
    return Verdict::admitted;
}

void Census::unknown_closed(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto source = by_source_.find(source_of(address));
    --total_.unknown;
    --source->second.unknown;
    forget_if_gone(source);
}

std::size_t Census::sources() const {
    const std::lock_guard lock(mutex_);
    return by_source_.size();
}

void Census::forget_if_gone(BySource::iterator source) {
    if (source->second.connections == 0 && source->second.unknown == 0) by_source_.erase(source);
}

std::size_t Census::connections() const {
    const std::lock_guard lock(mutex_);
    return total_.connections;
}

}  // namespace server::net
