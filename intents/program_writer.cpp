// Trees to instructions.
#include "intents/beginnings.hpp"
#include "intents/program.hpp"

#include <algorithm>
#include <map>

namespace intents {

namespace {

struct TooLarge {};
constexpr std::uint32_t kUnlimited = 0xFFFFFFFF;

class Writer {
public:
    Program::Code write(const Syntax& syntax) {
        write(syntax.root);
        add(Op::done);
        return std::move(out_);
    }

private:
    using Op = Program::Op;

    std::uint32_t here() const { return static_cast<std::uint32_t>(out_.instructions.size()); }

    std::uint32_t add(Op op, std::uint32_t argument = 0) {
        if (out_.instructions.size() == Program::kMaxInstructions) throw TooLarge();
        out_.instructions.push_back({op, argument});
        return here() - 1;
    }

    void write(const Node& node) {
        switch (node.kind) {
            case Node::Kind::sequence:
                for (const auto& child : node.children) write(child);
                break;
            case Node::Kind::alternatives: write_alternatives(node); break;
            case Node::Kind::repeat: write_repeat(node); break;
            case Node::Kind::group: write_group(node); break;
            case Node::Kind::character: add(Op::character, node.character); break;
            case Node::Kind::set: add(Op::set, set(node.set)); break;
            case Node::Kind::in_clause: add(Op::clause_run, run(0, 1, 1)); break;
            case Node::Kind::text_begin: add(Op::text_begin); break;
            case Node::Kind::text_end: add(Op::text_end); break;
            case Node::Kind::word_boundary: add(Op::word_boundary); break;
        }
    }

    void write_group(const Node& node) {
        const auto group = static_cast<std::uint32_t>(node.group);
        const bool kept = group < Groups::kMax;
        if (kept) add(Op::keep, 2 * group);
        write(node.children.front());
        if (kept) add(Op::keep, 2 * group + 1);
    }

    std::uint32_t set(const CharacterSet& wanted) {
        const auto found = std::find(out_.sets.begin(), out_.sets.end(), wanted);
        const auto index = static_cast<std::uint32_t>(found - out_.sets.begin());
        if (found == out_.sets.end()) out_.sets.push_back(wanted);
        return index;
    }

    std::uint32_t run(std::uint32_t set_index, std::uint32_t min, std::uint32_t max) {
        out_.runs.push_back({set_index, min, max, here() + 1});
        return static_cast<std::uint32_t>(out_.runs.size() - 1);
    }

    void write_alternatives(const Node& node) {
        const auto choice = add(Op::choose);
        std::vector<std::uint32_t> targets;
        std::vector<std::uint32_t> jumps;
        std::vector<Beginning> beginnings;
        for (const auto& child : node.children) {
            targets.push_back(here());
            beginnings.push_back(open_to(child));
            write(child);
            jumps.push_back(add(Op::jump));
        }
        for (const auto jump : jumps) out_.instructions[jump].argument = here();
        out_.instructions[choice].argument = choose(targets, beginnings);
    }

    // A branch is open to every character when it may be empty, because what follows it decides then.
    static Beginning open_to(const Node& branch) {
        auto out = beginning_of(branch);
        out.others = out.others || branch.may_be_empty();
        return out;
    }

    std::uint32_t choose(const std::vector<std::uint32_t>& targets, const std::vector<Beginning>& beginnings) {
        std::map<char32_t, std::vector<std::uint32_t>> open;
        std::vector<std::uint32_t> others;
        for (const auto& beginning : beginnings)
            for (const auto c : beginning.characters) open[c];
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (beginnings[i].others) {
                others.push_back(targets[i]);
                for (auto& [c, branches] : open) branches.push_back(targets[i]);
            } else {
                for (const auto c : beginnings[i].characters) open[c].push_back(targets[i]);
            }
        }
        Program::Choice choice{static_cast<std::uint32_t>(out_.by_character.size()), static_cast<std::uint32_t>(open.size()), list(others)};
        std::map<std::vector<std::uint32_t>, std::uint32_t> known;
        for (const auto& [c, branches] : open) {
            const auto [found, fresh] = known.try_emplace(branches, 0);
            if (fresh) found->second = list(branches);
            out_.by_character.push_back({c, found->second});
        }
        out_.choices.push_back(choice);
        return static_cast<std::uint32_t>(out_.choices.size() - 1);
    }

    std::uint32_t list(const std::vector<std::uint32_t>& targets) {
        const auto begin = static_cast<std::uint32_t>(out_.branches.size());
        out_.branches.insert(out_.branches.end(), targets.begin(), targets.end());
        out_.branches.push_back(Program::kEnd);
        return begin;
    }

    void write_repeat(const Node& node) {
        const auto& child = node.children.front();
        const auto min = static_cast<std::uint32_t>(node.min);
        const auto max = node.max == Node::kNoMax ? kUnlimited : static_cast<std::uint32_t>(node.max);
        if (child.kind == Node::Kind::set || child.kind == Node::Kind::character) {
            add(node.lazy ? Op::lazy_run : Op::greedy_run, run(set(set_of(child)), min, max));
        } else if (child.kind == Node::Kind::in_clause && node.lazy) {
            add(Op::clause_run, run(0, min, max));
        } else {
            for (std::uint32_t i = 0; i < min; ++i) write(child);
            if (max == kUnlimited) write_loop(child, node.lazy);
            if (max != kUnlimited) write_optional(child, max - min, node.lazy);
        }
    }

    static CharacterSet set_of(const Node& node) {
        if (node.kind == Node::Kind::set) return node.set;
        CharacterSet out;
        out.add(node.character, node.character);
        return out;
    }

    void write_loop(const Node& child, bool lazy) {
        const auto begin = here();
        const auto way_out = write_choice(child, lazy);
        write(child);
        add(Op::jump, begin);
        leave(way_out);
    }

    void write_optional(const Node& child, std::uint32_t times, bool lazy) {
        std::vector<std::uint32_t> ways_out;
        for (std::uint32_t i = 0; i < times; ++i) {
            ways_out.push_back(write_choice(child, lazy));
            write(child);
        }
        for (const auto way_out : ways_out) leave(way_out);
    }

    // Whether to go into `child`, which is written next. Returns the instruction that leave() completes.
    std::uint32_t write_choice(const Node& child, bool lazy) {
        const auto beginning = open_to(child);
        if (lazy || beginning.others) return add(lazy ? Op::lazy_split : Op::split);
        const auto at = add(Op::choose);
        pending_[at] = beginning;
        return at;
    }

    void leave(std::uint32_t way_out) {
        const auto pending = pending_.extract(way_out);
        if (pending.empty()) {
            out_.instructions[way_out].argument = here();
        } else {
            const Beginning skip{{}, true};
            out_.instructions[way_out].argument = choose({way_out + 1, here()}, {pending.mapped(), skip});
        }
    }

    Program::Code out_;
    std::map<std::uint32_t, Beginning> pending_;  // choices whose way out is not known yet
};

}  // namespace

std::optional<Program> Program::compile(const Syntax& syntax) {
    if (static_cast<std::size_t>(syntax.number_group) >= Groups::kMax) return std::nullopt;
    try {
        return Program(Writer().write(syntax));
    } catch (const TooLarge&) {
        return std::nullopt;
    }
}

}  // namespace intents
