#include "server/commands/serve.hpp"

#include "server/commands/configuration.hpp"
#include "server/process.hpp"

#include <charconv>
#include <ostream>

namespace server::commands {
namespace {

void introduce(const Service& service, const ServeOptions& options, std::ostream& out) {
    const bool anywhere = options.service.address == "0.0.0.0" || options.service.address == "::";
    const bool v6 = options.service.address.find(':') != std::string::npos;
    const std::string host = anywhere ? "localhost" : v6 ? "[" + options.service.address + "]" : options.service.address;
    const std::string url = "http://" + host + ":" + std::to_string(service.port());
    out << "Frontdesk is open.\n"
        << "  Demo shop with the widget: " << url << "/\n"
        << "  Agents' desk:              " << url << "/desk/\n";
    if (service.first_password()) {
        out << "  First login:               " << kFirstUser << "\n"
            << "  Password (shown once):     " << *service.first_password() << "\n";
    }
    if (!service.pages_fault().empty()) {
        out << "  The pages are missing: " << service.pages_fault() << ". Build them with `npm --prefix web run build`, or name their folder with --web.\n";
    }
    out << "Stop it with Ctrl-C." << std::endl;
}

}  // namespace

std::optional<std::pair<std::string, std::uint16_t>> parse_listen(const std::string& listen) {
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    std::string address = listen.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    if (address == "localhost") address = "127.0.0.1";
    const std::string digits = listen.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (digits.empty() || fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return std::pair(address, port);
}

int serve(ServeOptions options, std::ostream& out, std::ostream& err) {
    const auto place = parse_listen(options.listen);
    if (!place) {
        err << "--listen " << options.listen << ": ADDRESS:PORT is needed, for instance 127.0.0.1:8080\n";
        return kWrongUsage;
    }
    std::tie(options.service.address, options.service.port) = *place;
    const auto loaded = load_configuration(options.service.configuration, err);
    const auto limits = loaded ? load_limits_of(options.service.configuration, err) : std::nullopt;
    if (!limits) return kProblemsFound;
    options.service.limits = *limits;
    harden_process();
    hold_stop_signals();
    try {
        Service service(options.service, loaded);
        introduce(service, options, out);
        wait_for_stop();
        out << "Closing: saying goodbye and finishing what was begun." << std::endl;
        service.stop();
        return kOk;
    } catch (const std::exception& error) {
        err << "frontdesk serve: " << error.what() << "\n";
        return kProblemsFound;
    }
}

}  // namespace server::commands
