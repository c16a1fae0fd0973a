#include "server/lines.hpp"

#include <utility>

namespace server {

Lines::Lines(Lanes& lanes, UnderWay& under_way) : lanes_(lanes), under_way_(under_way), ends_(lanes.count()) {}

Line Lines::open(unsigned lane, LineEnd& end) {
    const Line line{lane, next_.fetch_add(1)};
    ends_[lane].emplace(line.number, &end);
    return line;
}

void Lines::close(Line line) { ends_[line.lane].erase(line.number); }

template <class Do>
void Lines::with(Line line, Do act, std::function<void()> gone) {
    if (!line) return;
    lanes_.post(line.lane, [this, line, act = std::move(act), gone = std::move(gone), token = under_way_.token()]() mutable {
        const auto it = ends_[line.lane].find(line.number);
        if (it != ends_[line.lane].end()) act(*it->second);
        else if (gone) gone();
    });
}

void Lines::send(Line line, net::Frames frames) {
    if (frames.empty()) return;
    with(line, [frames = std::move(frames)](LineEnd& end) { end.hear(frames); });
}

void Lines::send_from(unsigned here, Line line, const net::Frames& frames) {
    if (line.lane != here) return send(line, frames);
    if (frames.empty() || !line) return;
    const auto it = ends_[here].find(line.number);
    if (it != ends_[here].end()) it->second->hear(frames);
}

void Lines::joined(Line line, dialog::ConversationId id, std::function<void()> gone) {
    with(line, [id = std::move(id)](LineEnd& end) { end.joined(id); }, std::move(gone));
}

void Lines::hang_up(Line line, net::CloseCode code, std::string reason) {
    with(line, [code, reason = std::move(reason)](LineEnd& end) { end.hang_up(code, reason); });
}

void Lines::late(Line line) {
    with(line, [](LineEnd& end) { end.late(); });
}

void Lines::hang_up_all(std::string frame, net::CloseCode code, std::string reason) {
    for (unsigned lane = 0; lane < lanes_.count(); ++lane) {
        lanes_.post(lane, [this, lane, frame, code, reason, token = under_way_.token()] {
            // By number, looked up again each time: a session may end while it hears this.
            std::vector<std::uint64_t> numbers;
            for (const auto& [number, end] : ends_[lane]) numbers.push_back(number);
            for (const std::uint64_t number : numbers) {
                if (const auto it = ends_[lane].find(number); it != ends_[lane].end()) it->second->hear({frame});
                if (const auto it = ends_[lane].find(number); it != ends_[lane].end()) it->second->hang_up(code, reason);
            }
        });
    }
}

}  // namespace server
