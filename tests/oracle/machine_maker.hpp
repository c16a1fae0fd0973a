// Makes random machines and events for them. The same seed gives the same case.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace oracle {

using Json = nlohmann::ordered_json;

// {"machine": config, "events": [...]}, as oracle.mjs reads it.
Json make_case(std::uint64_t seed);

}  // namespace oracle
