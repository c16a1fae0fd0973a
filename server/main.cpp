// The one program: parses the command line and runs the command asked for. Exit codes: 0 ok, 1 problems found, 2 wrong usage.
#include "server/authorize.hpp"
#include "server/commands/chat.hpp"
#include "server/commands/configuration.hpp"
#include "server/commands/flow.hpp"
#include "server/commands/intents.hpp"
#include "server/commands/maintenance.hpp"
#include "server/commands/serve.hpp"
#include "server/commands/users.hpp"
#include "server/places.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <unistd.h>

namespace {

namespace commands = server::commands;

// What the command line asks for; set by the parser, run after it.
using Chosen = std::function<int()>;

// Options whose values live as long as the program runs.
struct Values {
    std::string configuration;
    std::string data = "data";
    bool json = false;
    commands::ServeOptions serve;
    commands::EvalOptions eval;
    commands::FlowRun flow;
    commands::ChatOptions chat;
    storage::User user;
    std::string pages;
    std::string eval_data;
    std::string conversation_data;
};

CLI::Option* add_configuration(CLI::App* command, Values& values) {
    return command->add_option("--config", values.configuration, "Folder of the configuration; default: config beside the program or here");
}

void add_data(CLI::App* command, Values& values) {
    command->add_option("--data", values.data, "Folder of the desk's data")->capture_default_str();
}

void add_json(CLI::App* command, Values& values) { command->add_flag("--json", values.json, "Write JSON"); }

void add_serve(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("serve", "Runs the desk");
    add_data(command, values);
    add_configuration(command, values);
    command->add_option("--listen", values.serve.listen, "ADDRESS:PORT")->capture_default_str();
    command->add_option("--web", values.pages, "Folder of the pages; default: web/dist beside the program or here");
    command->add_option("--origin", values.serve.service.origins, "A page elsewhere that may show the widget, as https://shop.example; may be given again");
    command->add_option("--trust-proxy", values.serve.service.proxies, "Address of your own proxy, whose X-Forwarded-For is believed; may be given again");
    command->add_option("--lanes", values.serve.service.lanes, "Threads for connections; 0: one per core")->check(CLI::Range(0, 256))->capture_default_str();
    command->add_flag("--demo", values.serve.service.demo, "Import the demo shop's customers and orders");
    command->callback([&] {
        chosen = [&] {
            values.serve.service.data_directory = values.data;
            values.serve.service.configuration = values.configuration;
            values.serve.service.pages = values.pages.empty() ? server::find_pages().value_or("") : std::filesystem::path(values.pages);
            return commands::serve(values.serve, std::cout, std::cerr);
        };
    });
}

void add_check(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("check", "Checks the configuration; names every problem with file and path");
    add_configuration(command, values);
    add_json(command, values);
    command->callback([&] { chosen = [&] { return commands::check(values.configuration, values.json, std::cout, std::cerr); }; });
}

void add_intents(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* intents = app.add_subcommand("intents", "What the rules make of texts, and how well");
    intents->require_subcommand(1);
    CLI::App* classify = intents->add_subcommand("classify", "Reads lines, writes a JSON object for each");
    add_configuration(classify, values);
    classify->callback([&] { chosen = [&] { return commands::classify(values.configuration, std::cin, std::cout, std::cerr); }; });

    CLI::App* eval = intents->add_subcommand("eval", "Measures the rules on labelled texts");
    add_configuration(eval, values);
    eval->add_option("--data", values.eval_data, "TSV: utterance, category, subcategory, priority, wants_human, emotion, entities")->required();
    eval->add_flag("--mistakes", values.eval.mistakes, "Name every text that was understood otherwise");
    add_json(eval, values);
    eval->callback([&] {
        chosen = [&] {
            values.eval.configuration = values.configuration;
            values.eval.data = values.eval_data;
            values.eval.json = values.json;
            return commands::evaluate_intents(values.eval, std::cout, std::cerr);
        };
    });

    CLI::App* check = intents->add_subcommand("check", "Runs the examples beside every intent");
    add_configuration(check, values);
    check->callback([&] { chosen = [&] { return commands::check_intents(values.configuration, std::cout, std::cerr); }; });
}

void add_flow(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* flow = app.add_subcommand("flow", "Looks at one flow by itself");
    flow->require_subcommand(1);
    CLI::App* run = flow->add_subcommand("run", "Runs a flow over events; writes a JSON object for the start and one for each");
    run->add_option("file", values.flow.flow, "An XState v5 machine config")->required();
    run->add_option("--events", values.flow.events, "JSON array of names, {\"type\": name, \"guards\": {guard: bool}}, {\"after\": ms}")->required();
    run->add_flag("--open", values.flow.open, "Let through guards and actions that the vocabulary does not know");
    run->callback([&] { chosen = [&] { return commands::run_flow(values.flow, std::cout, std::cerr); }; });
}

void add_users(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* user = app.add_subcommand("user", "The desk's users, while the desk is closed");
    user->require_subcommand(1);
    CLI::App* list = user->add_subcommand("list", "Lists the users");
    add_data(list, values);
    add_json(list, values);
    list->callback([&] { chosen = [&] { return commands::list_users(values.data, values.json, std::cout, std::cerr); }; });

    CLI::App* add = user->add_subcommand("add", "Adds a user and prints a password");
    add_data(add, values);
    values.user.role = server::kAgentRole;
    add->add_option("name", values.user.name, "Login name: a-z 0-9 . _ -")->required();
    add->add_option("--display-name", values.user.display_name, "As customers see it; default: the login name");
    add->add_option("--staff-number", values.user.staff_number, "As customers see it");
    add->add_option("--role", values.user.role, "agent or supervisor")->check(CLI::IsMember({"agent", "supervisor"}))->capture_default_str();
    add->add_option("--team", values.user.team, "Id of the team");
    add->callback([&] { chosen = [&] { return commands::add_user(values.data, values.user, std::cout, std::cerr); }; });

    CLI::App* password = user->add_subcommand("password", "Sets a new random password and prints it");
    add_data(password, values);
    password->add_option("name", values.user.name, "Login name")->required();
    password->callback([&] { chosen = [&] { return commands::reset_password(values.data, values.user.name, std::cout, std::cerr); }; });
}

void add_maintenance(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* verify = app.add_subcommand("verify-log", "Checks that nobody changed the journal or the audit; names the first bad row");
    add_data(verify, values);
    add_json(verify, values);
    verify->callback([&] { chosen = [&] { return commands::verify_log(values.data, values.json, std::cout, std::cerr); }; });

    CLI::App* rebuild = app.add_subcommand("rebuild", "Makes every table again from the journal, while the desk is closed");
    add_data(rebuild, values);
    add_configuration(rebuild, values);
    rebuild->callback([&] { chosen = [&] { return commands::rebuild(values.data, values.configuration, std::cout, std::cerr); }; });
}

void add_talk(CLI::App& app, Values& values, Chosen& chosen) {
    CLI::App* command = app.add_subcommand("chat", "Talks to a desk as a customer does");
    command->add_option("--url", values.chat.url, "The desk's socket")->capture_default_str();
    command->add_flag("--local", values.chat.local, "No server: the whole desk in this process");
    add_configuration(command, values);
    command->add_option("--data", values.conversation_data, "Folder of the local desk's data; default: a temporary one");
    command->add_option("--locale", values.chat.locale, "zh-CN or en")->check(CLI::IsMember({"zh-CN", "en"}))->capture_default_str();
    command->add_flag("--json", values.chat.json, "Show the frames as they come");
    command->callback([&] {
        chosen = [&] {
            values.chat.configuration = values.configuration.empty() ? server::find_configuration().value_or("") : std::filesystem::path(values.configuration);
            values.chat.data_directory = values.conversation_data;
            values.chat.interactive = ::isatty(STDIN_FILENO) != 0;
            return commands::chat(values.chat, std::cin, std::cout);
        };
    });
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Frontdesk, the reception desk of a service centre", "frontdesk"};
    app.require_subcommand(1);
    app.set_version_flag("--version", FRONTDESK_VERSION);
    Values values;
    Chosen chosen;
    add_serve(app, values, chosen);
    add_check(app, values, chosen);
    add_talk(app, values, chosen);
    add_intents(app, values, chosen);
    add_flow(app, values, chosen);
    add_users(app, values, chosen);
    add_maintenance(app, values, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? commands::kOk : commands::kWrongUsage;
    }
    try {
        return chosen();
    } catch (const std::exception& error) {
        std::cerr << "frontdesk: " << error.what() << "\n";
        return commands::kProblemsFound;
    }
}
