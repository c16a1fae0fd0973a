// The bytes of a turn and its parts, as docs/storage.md lays them down. Bytes of a newer program, or that are not whole, are a
// StoreError.
#pragma once

#include "dialog/turn.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

inline constexpr std::uint64_t kLayout = 1;  // of the bytes that this program writes; it reads all up to this one

// What of a conversation stands from turn to turn, in kParts parts that a row may leave to an earlier row of the conversation:
// where it comes from; what is known; the issue; the customer's records; the tickets.
inline constexpr std::size_t kParts = 5;

// A turn as bytes: its parts, and then what moves with each turn.
struct TurnBytes {
    std::string bytes;
    std::array<std::size_t, kParts> ends{};  // where each part ends; the first begins at 0, each other one where the one before ends
    std::string_view part(std::size_t which) const;
    std::string_view moving() const { return std::string_view(bytes).substr(ends.back()); }
};

TurnBytes encode(const dialog::Turn& turn);
dialog::Turn decode_turn(const std::array<std::string_view, kParts>& parts, std::string_view moving);
std::vector<dialog::Entry> decode_entries(std::string_view moving);  // of the turn; reads no further

// A journal row's body. `back[i]`: how many positions before this row the row lies that has part i; 0: this row has it.
struct Body {
    std::array<std::uint64_t, kParts> back{};
    std::array<std::string_view, kParts> parts{};  // empty where `back` is not 0
    std::string_view moving;
};
std::string encode_body(const TurnBytes& turn, const std::array<std::uint64_t, kParts>& back);
Body decode_body(std::string_view body);  // views into it

// Where a turn of a conversation lies in the journal, and what it made of the counts.
struct TurnPlace {
    std::uint64_t position = 0;
    std::uint64_t entries = 0;           // of the conversation after the turn
    dialog::Seq seq = 0;                 // of its last visible entry then
    std::vector<std::uint64_t> cids;     // cid_key of each message of a client in it
    bool operator==(const TurnPlace&) const = default;
};
std::uint64_t cid_key(const dialog::Entry& entry);  // 64 bits of a hash over author's kind and cid
void append_place(std::string& places, std::uint64_t root, const TurnPlace& place);
std::vector<TurnPlace> decode_places(std::string_view places, std::uint64_t root);

std::string encode(const dialog::StartJob& job);
std::string encode(const tickets::Ticket& ticket);
std::string encode(const dialog::KnownOrder& order);
dialog::StartJob decode_job(std::string_view bytes);
tickets::Ticket decode_ticket(std::string_view bytes);
dialog::KnownOrder decode_order(std::string_view bytes);

}  // namespace storage
