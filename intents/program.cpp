// The matcher: it follows the first way through and keeps the others to come back to.
#include "intents/program.hpp"

#include <algorithm>

namespace intents {

namespace {

bool ends_clause(char32_t c) { return c == ',' || c == U'。' || c == '!' || c == '?' || c == ';' || c == '\n'; }

bool is_word_boundary(const std::vector<Character>& text, std::uint32_t at) {
    const bool before = at > 0 && is_word_character(text[at - 1].code);
    const bool after = at < text.size() && is_word_character(text[at].code);
    return before != after;
}

}  // namespace

std::uint32_t clause_character(const std::vector<Character>& text, std::uint32_t at) {
    if (at >= text.size() || ends_clause(text[at].code)) return 0;
    if (text[at].code != '.') return 1;
    const bool inside = at + 1 < text.size() && text[at + 1].code != ' ' && text[at + 1].code != '\n';
    return inside ? 2 : 0;
}

namespace {

class Matcher {
public:
    Matcher(const Program::Code& code, const std::vector<Character>& text, Groups& groups, std::uint32_t& effort)
        : code_(code), text_(text.data()), size_(static_cast<std::uint32_t>(text.size())), characters_(text), groups_(groups), effort_(effort) {}

    Outcome from(std::uint32_t begin) {
        groups_.places.fill(Groups::kNone);
        Point point{begin, 0};
        do {
            const auto& instruction = code_.instructions[point.next++];
            if (instruction.op == Op::done) {
                groups_.places[0] = begin;
                groups_.places[1] = point.at;
                return Outcome::matched;
            }
            if (follow(instruction, point)) continue;
            if (!go_back(point)) break;
        } while (!gave_up_);
        return gave_up_ ? Outcome::gave_up : Outcome::failed;
    }

private:
    using Op = Program::Op;

    // How far it has come in the text, and the instruction to follow there.
    struct Point {
        std::uint32_t at;
        std::uint32_t next;
    };

    // A way not taken yet.
    enum class Open : std::uint32_t { way, branches, greedy, lazy, clause, place };
    struct Way {
        Open open;
        std::uint32_t argument;  // where to; the branches left; the run; the place in Groups
        std::uint32_t at;
        std::uint32_t detail;  // characters the run has taken, or can give back; what the place held
    };

    // False: no way on.
    bool follow(const Program::Instruction& instruction, Point& point) {
        switch (instruction.op) {
            case Op::character: return point.at < size_ && text_[point.at++].code == instruction.argument;
            case Op::set: return point.at < size_ && code_.sets[instruction.argument].contains(text_[point.at++].code);
            case Op::greedy_run: return greedy_run(code_.runs[instruction.argument], point);
            case Op::lazy_run: return lazy_run(instruction.argument, Open::lazy, point);
            case Op::clause_run: return lazy_run(instruction.argument, Open::clause, point);
            case Op::split: return keep_open(Open::way, instruction.argument, point.at, 0);
            case Op::lazy_split: return skip_first(instruction.argument, point);
            case Op::choose: return take_branch(branches_at(code_.choices[instruction.argument], point.at), point);
            case Op::jump: point.next = instruction.argument; return true;
            case Op::text_begin: return point.at == 0;
            case Op::text_end: return point.at == size_;
            case Op::word_boundary: return is_word_boundary(characters_, point.at);
            default: return keep_place(instruction.argument, point.at);
        }
    }

    bool keep_open(Open open, std::uint32_t argument, std::uint32_t at, std::uint32_t detail) {
        gave_up_ = gave_up_ || open_ == Program::kMaxChoices;
        if (gave_up_) return false;
        ways_[open_++] = {open, argument, at, detail};
        return true;
    }

    bool skip_first(std::uint32_t target, Point& point) {
        const bool kept = keep_open(Open::way, point.next, point.at, 0);
        point.next = target;
        return kept;
    }

    // What the place held is only of use to a way that is open.
    bool keep_place(std::uint32_t place, std::uint32_t at) {
        if (open_ > 0 && !keep_open(Open::place, place, at, groups_.places[place])) return false;
        groups_.places[place] = at;
        return true;
    }

    bool greedy_run(const Program::Run& run, Point& point) {
        const auto& set = code_.sets[run.set];
        const auto end = std::min(size_ - point.at, run.max) + point.at;
        const auto begin = point.at;
        while (point.at < end && set.contains(text_[point.at].code)) ++point.at;
        const auto taken = point.at - begin;
        if (taken < run.min || !spend(taken / kCharactersPerEffort)) return false;
        return taken == run.min || keep_open(Open::greedy, run.next, point.at, taken - run.min);
    }

    bool lazy_run(std::uint32_t index, Open open, Point& point) {
        const auto& run = code_.runs[index];
        for (std::uint32_t taken = 0; taken < run.min; ++taken)
            if (!take_one(run, open, point)) return false;
        return run.max == run.min || keep_open(open, index, point.at, run.min);
    }

    bool take_one(const Program::Run& run, Open open, Point& point) const {
        const auto taken = open == Open::clause                                                              ? clause_character(characters_, point.at)
                           : point.at < size_ && code_.sets[run.set].contains(text_[point.at].code) ? 1u
                                                                                                             : 0u;
        point.at += taken;
        return taken != 0;
    }

    // The list of the branches that the next character leaves open.
    std::uint32_t branches_at(const Program::Choice& choice, std::uint32_t at) const {
        if (at == size_) return choice.others;
        const auto c = text_[at].code;
        const auto* row = code_.by_character.data() + choice.first;
        for (auto count = choice.count; count > 1;) {
            const auto half = count / 2;
            if (row[half].character <= c) row += half;
            count -= half;
        }
        return choice.count > 0 && row->character == c ? row->list : choice.others;
    }

    bool take_branch(std::uint32_t list, Point& point) {
        const auto* branches = code_.branches.data() + list;
        if (branches[0] == Program::kEnd) return false;
        point.next = branches[0];
        return branches[1] == Program::kEnd || keep_open(Open::branches, list + 1, point.at, 0);
    }

    bool spend(std::uint32_t amount) {
        gave_up_ = gave_up_ || amount > effort_;
        effort_ -= std::min(amount, effort_);
        return !gave_up_;
    }

    // Takes the way that was left open last; false: there is none, or no effort left.
    bool go_back(Point& point) {
        while (open_ > 0 && spend(1))
            if (take(ways_[open_ - 1], point)) return true;
        return false;
    }

    // `way` is on top, and stays there while it has more to offer.
    bool take(Way& way, Point& point) {
        point = {way.at, way.argument};
        switch (way.open) {
            case Open::way: --open_; return true;
            case Open::branches: --open_; return take_branch(way.argument, point);
            case Open::greedy:
                way.at = --point.at;
                if (--way.detail == 0) --open_;
                return true;
            case Open::place:
                groups_.places[way.argument] = way.detail;
                --open_;
                return false;
            default: return take_more(way, point);
        }
    }

    bool take_more(Way& way, Point& point) {
        const auto& run = code_.runs[way.argument];
        point.next = run.next;
        const bool taken = take_one(run, way.open, point);
        way.at = point.at;
        if (!taken || ++way.detail == run.max) --open_;
        return taken;
    }

    static constexpr std::uint32_t kCharactersPerEffort = 16;  // a run's characters cost less than a way back

    const Program::Code& code_;
    const Character* text_;
    std::uint32_t size_;
    const std::vector<Character>& characters_;
    Groups& groups_;
    std::uint32_t& effort_;
    bool gave_up_ = false;
    std::size_t open_ = 0;
    std::array<Way, Program::kMaxChoices> ways_;
};

}  // namespace

Outcome Program::match(const std::vector<Character>& text, std::uint32_t begin, Groups& groups, std::uint32_t& effort) const {
    return Matcher(code_, text, groups, effort).from(begin);
}

}  // namespace intents
