// Which pages may open a socket: an exact allow-list of scheme://host:port; a page of this very host always may.
#pragma once

#include "server/net/http.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace server::net {

class Origins {
public:
    // Throws std::invalid_argument for an entry that is not scheme://host or scheme://host:port.
    explicit Origins(const std::vector<std::string>& allowed);

    enum class WithoutOrigin { allowed, refused };  // programs and apps send none; a browser always does
    // The refusal (403) or none.
    std::optional<Response> refuse(const Request& request, WithoutOrigin without) const;

    // `HTTPS://Desk.example:443` -> `https://desk.example`; none for anything else than scheme and host and port.
    static std::optional<std::string> normalise(std::string_view origin);

private:
    std::set<std::string, std::less<>> allowed_;
};

}  // namespace server::net
