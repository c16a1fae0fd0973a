// `echo_edge PORT`: the server's own edge with a session that only says back what it hears; one lane. What the edge alone costs.
#include "server/io_lanes.hpp"
#include "server/net/server.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <limits>

namespace {

using namespace server::net;

class Echo final : public Session {
public:
    explicit Echo(Socket& socket) : socket_(socket) {}
    void opened() override { socket_.known(); }
    void frame(std::string_view text) override { socket_.send({text}); }
    void closed() override {}

private:
    Socket& socket_;
};

Site echo_site() {
    SocketLimits limits;
    limits.max_frames_per_second = std::numeric_limits<std::size_t>::max();
    Site site;
    site.sockets.push_back({.path = "/", .limits = limits, .refuse = {}, .open = [](Socket& socket, const Request&) { return std::make_unique<Echo>(socket); }});
    return site;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "echo_edge PORT\n";
        return 2;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    server::IoLanes lanes(1);
    lanes.start();
    Meter meter;
    Server edge(lanes, echo_site(), {}, meter);
    std::cout << "echo on " << edge.listen("127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[1]))) << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    return 0;
}
