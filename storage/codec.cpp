#include "storage/codec.hpp"

#include "storage/codec_types.hpp"
#include "storage/digest.hpp"

#include <algorithm>
#include <utility>

namespace storage {

namespace {

// A ticket that changed is nearly always one that the conversation shows as it now is: then only its place there is stored, from 1.
void pack(Packer& archive, const dialog::TicketChanged& changed, const dialog::Conversation& now) {
    const auto same = std::find(now.tickets.begin(), now.tickets.end(), changed.ticket);
    archive.number(same == now.tickets.end() ? 0 : static_cast<std::uint64_t>(same - now.tickets.begin()) + 1);
    if (same == now.tickets.end()) archive.put(changed.ticket);
    archive.put(changed.line);
}

void unpack(Unpacker& archive, dialog::TicketChanged& changed, const dialog::Conversation& now) {
    if (const auto place = archive.number(now.tickets.size()); place > 0)
        changed.ticket = now.tickets[place - 1];
    else
        archive.get(changed.ticket);
    archive.get(changed.line);
}

template <class Effect>
void pack(Packer& archive, const Effect& effect, const dialog::Conversation&) {
    archive.put(effect);
}

template <class Effect>
void unpack(Unpacker& archive, Effect& effect, const dialog::Conversation&) {
    archive.get(effect);
}

template <std::size_t... Alternatives>
dialog::Effect unpack_effect(Unpacker& archive, const dialog::Conversation& now, std::index_sequence<Alternatives...>) {
    dialog::Effect effect;
    const auto which = archive.number(sizeof...(Alternatives) - 1);
    ((which == Alternatives ? unpack(archive, effect.emplace<Alternatives>(), now) : void()), ...);
    return effect;
}

// The thread's own, kept for the next time: nothing is allocated but the result.
Packer begin() {
    thread_local std::string buffer;
    return Packer(buffer);
}

Unpacker open(std::string_view bytes) {
    Unpacker archive(bytes);
    if (const auto layout = archive.number(UINT64_MAX); layout > kLayout)
        throw StoreError("stored by a newer program: layout " + std::to_string(layout) + ", known up to " + std::to_string(kLayout));
    return archive;
}

// Each part begins with the number of its layout, because a row may use the part of a row that an older program wrote.
class TurnPacker {
public:
    TurnPacker(const dialog::Turn& turn, TurnBytes& result) : turn_(turn), result_(result), archive_(begin()) {
        Layout<dialog::Conversation>::visit(*this, turn.conversation);
        archive_.number(turn.effects.size());
        for (const auto& effect : turn.effects) {
            archive_.number(effect.index());
            std::visit([&](const auto& each) { pack(archive_, each, turn.conversation); }, effect);
        }
        result.bytes = archive_.bytes();
    }

    void part(const auto&... values) {
        archive_.number(kLayout);
        archive_(values...);
        result_.ends[part_++] = archive_.bytes().size();
    }
    void operator()(const auto&... values) {
        archive_.number(kLayout);
        archive_.put(turn_.entries);
        archive_(values...);
    }

private:
    const dialog::Turn& turn_;
    TurnBytes& result_;
    Packer archive_;
    std::size_t part_ = 0;
};

class TurnUnpacker {
public:
    TurnUnpacker(dialog::Turn& turn, const std::array<std::string_view, kParts>& parts, std::string_view moving)
        : turn_(turn), parts_(parts), archive_(open(moving)) {
        archive_.get(turn.entries);
        Layout<dialog::Conversation>::visit(*this, turn.conversation);
        for (auto count = archive_.length(); count > 0; --count)
            turn.effects.push_back(unpack_effect(archive_, turn.conversation, std::make_index_sequence<std::variant_size_v<dialog::Effect>>{}));
        archive_.require_end();
    }

    void part(auto&... values) {
        auto archive = open(parts_[part_++]);
        archive(values...);
        archive.require_end();
    }
    void operator()(auto&... values) { archive_(values...); }

private:
    dialog::Turn& turn_;
    const std::array<std::string_view, kParts>& parts_;
    Unpacker archive_;
    std::size_t part_ = 0;
};

template <class Value>
std::string packed(const Value& value) {
    auto archive = begin();
    archive.number(kLayout);
    archive.put(value);
    return std::string(archive.bytes());
}

template <class Value>
Value unpacked(std::string_view bytes) {
    Value value{};
    auto archive = open(bytes);
    archive.get(value);
    archive.require_end();
    return value;
}

}  // namespace

std::string_view TurnBytes::part(std::size_t which) const {
    const auto start = which == 0 ? 0 : ends[which - 1];
    return std::string_view(bytes).substr(start, ends[which] - start);
}

TurnBytes encode(const dialog::Turn& turn) {
    TurnBytes result;
    TurnPacker(turn, result);
    return result;
}

dialog::Turn decode_turn(const std::array<std::string_view, kParts>& parts, std::string_view moving) {
    dialog::Turn turn;
    TurnUnpacker(turn, parts, moving);
    return turn;
}

std::vector<dialog::Entry> decode_entries(std::string_view moving) {
    std::vector<dialog::Entry> entries;
    open(moving).get(entries);
    return entries;
}

std::string encode_body(const TurnBytes& turn, const std::array<std::uint64_t, kParts>& back) {
    auto archive = begin();
    for (std::size_t i = 0; i < kParts; ++i) {
        archive.number(back[i]);
        if (back[i] == 0) archive.put(turn.part(i));
    }
    archive.put(turn.moving());
    return std::string(archive.bytes());
}

Body decode_body(std::string_view bytes) {
    Body body;
    Unpacker archive(bytes);
    for (std::size_t i = 0; i < kParts; ++i) {
        archive.get(body.back[i]);
        if (body.back[i] == 0) archive.get(body.parts[i]);
    }
    archive.get(body.moving);
    archive.require_end();
    return body;
}

std::uint64_t cid_key(const dialog::Entry& entry) { return short_hash(static_cast<std::uint64_t>(entry.from), entry.cid); }

void append_place(std::string& places, std::uint64_t root, const TurnPlace& place) {
    auto archive = begin();
    archive(place.position - root, place.entries, place.seq, place.cids);
    places += archive.bytes();
}

std::vector<TurnPlace> decode_places(std::string_view bytes, std::uint64_t root) {
    std::vector<TurnPlace> places;
    Unpacker archive(bytes);
    while (!archive.at_end()) {
        auto& place = places.emplace_back();
        archive(place.position, place.entries, place.seq, place.cids);
        place.position += root;
    }
    return places;
}

std::string encode(const dialog::StartJob& job) { return packed(job); }
std::string encode(const tickets::Ticket& ticket) { return packed(ticket); }
std::string encode(const dialog::KnownOrder& order) { return packed(order); }

dialog::StartJob decode_job(std::string_view bytes) { return unpacked<dialog::StartJob>(bytes); }
tickets::Ticket decode_ticket(std::string_view bytes) { return unpacked<tickets::Ticket>(bytes); }
dialog::KnownOrder decode_order(std::string_view bytes) { return unpacked<dialog::KnownOrder>(bytes); }

}  // namespace storage
