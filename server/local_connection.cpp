#include "server/local_connection.hpp"

#include <future>
#include <stdexcept>
#include <utility>

namespace server {

// The socket that the session sees; lives on the lane. Only the record of what was said is shared with the outside.
class LocalConnection::End final : public net::Socket {
public:
    End(unsigned lane, std::string peer, Hear hear) : lane_(lane), peer_(std::move(peer)), hear_(std::move(hear)) {}

    void open(const net::SocketRoute& route, const net::Request& request) {
        session_ = route.open(*this, request);
        session_->opened();
    }
    void frame(const std::string& text) {
        if (session_ && !closing_) session_->frame(text);
    }
    void gone() {
        if (const auto session = std::exchange(session_, nullptr)) session->closed();
    }

    void send(const net::Frames& frames) override {
        if (closing_) return;
        const auto texts = frames.texts();
        {
            const std::lock_guard lock(mutex_);
            batches_.push_back(texts);
        }
        for (const auto& text : texts) {
            if (hear_) hear_(text);
        }
    }
    void close(net::CloseCode code, std::string_view) override {
        if (std::exchange(closing_, true)) return;
        {
            const std::lock_guard lock(mutex_);
            closed_ = code;
        }
        if (hear_) hear_(std::nullopt);
    }
    unsigned lane() const override { return lane_; }
    const std::string& peer() const override { return peer_; }

    std::vector<std::vector<std::string>> batches() const {
        const std::lock_guard lock(mutex_);
        return batches_;
    }
    std::optional<net::CloseCode> closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

private:
    unsigned lane_;
    std::string peer_;
    Hear hear_;
    std::unique_ptr<net::Session> session_;
    bool closing_ = false;
    mutable std::mutex mutex_;  // guards the next two
    std::vector<std::vector<std::string>> batches_;
    std::optional<net::CloseCode> closed_;
};

LocalConnection::LocalConnection(Lanes& lanes, UnderWay& under_way, unsigned lane, const net::SocketRoute& route, net::Request request, Hear hear)
    : lanes_(lanes), under_way_(under_way), lane_(lane), end_(std::make_shared<End>(lane, request.peer, std::move(hear))) {
    if (route.refuse) {
        if (const auto refusal = route.refuse(request)) throw std::runtime_error("refused: " + std::to_string(refusal->status));
    }
    lanes_.post(lane_, [end = end_, route, request = std::move(request), token = under_way_.token()] { end->open(route, request); });
}

LocalConnection::~LocalConnection() {
    std::promise<void> gone;
    lanes_.post(lane_, [end = end_, &gone, token = under_way_.token()] {
        end->gone();
        gone.set_value();
    });
    gone.get_future().wait();
}

void LocalConnection::say(std::string frame) {
    lanes_.post(lane_, [end = end_, frame = std::move(frame), token = under_way_.token()] {
        end->frame(frame);
        if (end->closed()) end->gone();
    });
}

std::vector<std::vector<std::string>> LocalConnection::batches() const { return end_->batches(); }

std::vector<std::string> LocalConnection::frames() const {
    std::vector<std::string> all;
    for (auto& batch : batches()) all.insert(all.end(), batch.begin(), batch.end());
    return all;
}

std::optional<net::CloseCode> LocalConnection::closed() const { return end_->closed(); }

}  // namespace server
