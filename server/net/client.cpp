#include "server/net/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <stdexcept>
#include <thread>

namespace server::net {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

constexpr std::size_t kMaxFrameBytes = 8 << 20;

struct Place {
    std::string host;
    std::string port = "80";
    std::string path = "/";
};

Place read_url(const std::string& url) {
    constexpr std::string_view kScheme = "ws://";
    if (!url.starts_with(kScheme)) throw std::runtime_error("the address begins with ws:// (TLS ends at a proxy)");
    const auto rest = url.substr(kScheme.size());
    const auto slash = rest.find('/');
    Place place;
    place.host = rest.substr(0, slash);
    if (slash != std::string::npos) place.path = rest.substr(slash);
    if (const auto colon = place.host.rfind(':'); colon != std::string::npos && place.host.back() != ']') {
        place.port = place.host.substr(colon + 1);
        place.host.erase(colon);
    }
    return place;
}

}  // namespace

// Connects in the caller's thread, then reads and writes on one of its own.
class Client::Connection {
public:
    Connection(const std::string& url, Hear hear) : hear_(std::move(hear)), socket_(io_) {
        const Place place = read_url(url);
        asio::ip::tcp::resolver resolver(io_);
        asio::connect(socket_.next_layer(), resolver.resolve(place.host, place.port));
        socket_.next_layer().set_option(asio::ip::tcp::no_delay(true));
        socket_.read_message_max(kMaxFrameBytes);
        socket_.handshake(place.host + ":" + place.port, place.path);
        read();
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Connection() {
        asio::post(io_, [this] {
            closing_ = true;
            if (outbox_.empty()) close();
        });
        thread_.join();
    }

    void send(std::string frame) {
        asio::post(io_, [this, frame = std::move(frame)]() mutable {
            outbox_.push_back(std::move(frame));
            if (outbox_.size() == 1) write();
        });
    }

private:
    void read() {
        socket_.async_read(buffer_, [this](const boost::system::error_code& error, std::size_t) {
            if (error) {
                hear_(std::nullopt);
                return;
            }
            const std::string frame = boost::beast::buffers_to_string(buffer_.data());
            buffer_.consume(buffer_.size());
            hear_(frame);
            read();
        });
    }

    void write() {
        socket_.text(true);
        socket_.async_write(asio::buffer(outbox_.front()), [this](const boost::system::error_code& error, std::size_t) {
            outbox_.pop_front();
            if (error) outbox_.clear();
            if (!outbox_.empty()) write();
            else if (closing_) close();
        });
    }

    void close() {
        if (!socket_.is_open()) return;
        socket_.async_close(websocket::close_code::normal, [](const boost::system::error_code&) {});
    }

    Hear hear_;
    asio::io_context io_{1};
    websocket::stream<asio::ip::tcp::socket> socket_;
    boost::beast::flat_buffer buffer_{kMaxFrameBytes};
    std::deque<std::string> outbox_;
    bool closing_ = false;
    std::thread thread_;
};

Client::Client(const std::string& url, Hear hear) : connection_(std::make_unique<Connection>(url, std::move(hear))) {}
Client::~Client() = default;
void Client::send(std::string frame) { connection_->send(std::move(frame)); }

}  // namespace server::net
