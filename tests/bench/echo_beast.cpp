// `echo_beast PORT`: the yardstick. Boost.Beast as plainly as it gets: one thread, one io_context, a plain socket with a concrete executor, no
// deflate, no strand, no timers.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>

namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using Executor = asio::io_context::executor_type;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Failure = boost::system::error_code;

class Echo : public std::enable_shared_from_this<Echo> {
public:
    explicit Echo(TcpSocket socket) : stream_(std::move(socket)) {}

    void run() {
        stream_.next_layer().set_option(asio::ip::tcp::no_delay(true));
        stream_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
        stream_.async_accept([self = shared_from_this()](Failure failed) {
            if (!failed) self->read();
        });
    }

private:
    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](Failure failed, std::size_t) {
            if (!failed) self->write();
        });
    }
    void write() {
        stream_.text(stream_.got_text());
        stream_.async_write(buffer_.data(), [self = shared_from_this()](Failure failed, std::size_t) {
            self->buffer_.consume(self->buffer_.size());
            if (!failed) self->read();
        });
    }

    websocket::stream<TcpSocket, false> stream_;
    boost::beast::flat_buffer buffer_;
};

void accept(Acceptor& acceptor) {
    acceptor.async_accept([&acceptor](Failure failed, TcpSocket socket) {
        if (!failed) std::make_shared<Echo>(std::move(socket))->run();
        accept(acceptor);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "echo_beast PORT\n";
        return 2;
    }
    asio::io_context context(1);
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    Acceptor acceptor(context.get_executor(), {asio::ip::make_address("127.0.0.1"), port});
    std::cout << "echo on " << acceptor.local_endpoint().port() << std::endl;
    accept(acceptor);
    context.run();
    return 0;
}
