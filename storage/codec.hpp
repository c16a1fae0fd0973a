// The bytes of a turn and its parts, as docs/storage.md lays them down. cereal's portable binary form, each type with a class version.
// A body that was written by a newer program, or that is not whole, is a StoreError.
#pragma once

#include "dialog/turn.hpp"

#include <string>
#include <string_view>

namespace storage {

std::string encode(const dialog::Turn& turn);
std::string encode(const dialog::Entry& entry);
std::string encode(const dialog::StartJob& job);
std::string encode(const tickets::Ticket& ticket);
std::string encode(const dialog::KnownOrder& order);

dialog::Turn decode_turn(std::string_view bytes);
dialog::Entry decode_entry(std::string_view bytes);
dialog::StartJob decode_job(std::string_view bytes);
tickets::Ticket decode_ticket(std::string_view bytes);
dialog::KnownOrder decode_order(std::string_view bytes);

}  // namespace storage
