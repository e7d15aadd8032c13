"""The one table of sentences and names: codes of the lower packages in the seller's words (English).

A sentence says what happened and what to do, as one sentence. Lower packages carry codes and values only; the window
passes ``SENTENCES[code]`` and ``NAMES[key]`` through ``tr`` before filling them. Keep the tables sorted by area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from rakumap.core.quantity import Step
from rakumap.core.text import visible

SENTENCES: dict[str, str] = {
    # ---- numbers and texts in cells and files
    "bad_whole_number": "“{value}” is not a whole number from 0 to 999999999; type digits only.",
    "bad_percentage": "“{value}” is not a percentage from 0 to 100 with at most two decimals; type it like 50 or 12.5.",
    "bad_level": "“{value}” is not a stock level; use a whole number of at most nine digits.",
    "bad_quantity": "The quantity “{value}” is not a whole number; it is taken as unknown until the channel corrects it.",
    "negative_quantity": "The quantity “{value}” is below zero; it is taken as unknown until the channel corrects it.",
    "bad_price": "The price “{value}” cannot be read; it is left empty, check the decimal mark of the report.",
    "bad_time": "The time “{value}” cannot be read; it is left empty, use a form like 2026-01-31 14:30.",
    "bad_flag": "“{value}” is neither yes nor no; it is taken as no, use yes or no.",
    "text_nul": "The {field} holds a NUL character and cannot be kept; remove it at its source.",
    "text_surrogate": "The {field} holds half a character and cannot be kept; save the file as UTF-8 again.",
    "text_too_long": "The {field} is longer than 32 kB and cannot be kept; shorten it at its source.",
    # ---- what spreadsheets do to SKUs and barcodes
    "damage_exponent": "“{value}” looks like a number that a spreadsheet shortened; check it in the original file.",
    "damage_date": "“{value}” looks like a text that a spreadsheet turned into a date; check it in the original file.",
    "damage_rounded": "“{value}” looks like a number that a spreadsheet rounded; check it in the original file.",
    "damage_decimal": "“{value}” looks like a whole number that became a decimal; check it in the original file.",
    "damage_zeros": "“{value}” looks like a barcode that lost its leading zeros; check it in the original file.",
    # ---- files: reading and writing them
    "encoding_ambiguous": "The encoding of {name} cannot be told for certain; choose the one in which its "
    "letters look right ({encodings}).",
    "encoding_name": "There is no encoding “{encoding}” here; use one of: {offered}.",
    "encoding_unknown": "The letters of {path} are in no encoding we know; save the file as UTF-8 and try again.",
    "encoding_wrong": "{path} cannot be read as {encoding}; choose another encoding.",
    "file_bad_quotes": "A quotation mark near line {line} is never closed, so rows would be swallowed; correct "
    "the file.",
    "file_broken": "{path} is damaged and cannot be read; save it again in the program that made it.",
    "file_changed": "{name} was changed while it was read, so nothing was imported; try again.",
    "file_encrypted": "{path} is protected by a password; save it without one and try again.",
    "file_not_table": "{path} is no table; choose a CSV, TSV, TXT, XLSX or JSON file.",
    "file_too_large": "{path} is too large to be read; split it.",
    "columns_missing": "The file has no column for {missing}; choose the columns, or add one to the file.",
    "export_suffix": "Files that end with {suffix} cannot be written; use .csv, .tsv, .xlsx or .json.",
    "delimiter_name": "“{delimiter}” cannot separate columns; use one of: {offered}.",
    "file_missing": "There is no file {path}; check how it is written.",
    "file_is_folder": "{path} is a folder; choose a file.",
    "file_unreadable": "{path} cannot be read ({detail}); check that it may be read and that no other program holds it.",
    "file_empty": "{path} is empty; choose a file that has a header and rows.",
    "file_html": "{path} is a web page and no table; download the file again, perhaps you have to sign in first.",
    "file_old_excel": "{path} is in an Excel format that we cannot read; open it and save it as .xlsx or CSV.",
    "file_open_document": "{path} is an OpenDocument file; open it and save it as .xlsx or CSV.",
    "file_packed": "{path} is an archive; unpack it and choose the file that is in it.",
    "header_repeats": "The column “{header}” stands in the file twice; rename one of the two, or take it out.",
    "header_too_long": "The header of {path} holds a text of over 32 kB; check that its first row names the columns.",
    "map_unknown_field": "There is no field “{field}” in such a file; use one of: {known}.",
    "map_unknown_header": "The file has no column “{header}”; it has: {known}.",
    "cannot_encode": "“{char}” cannot be written in {encoding}, so nothing was written to {path}; use UTF-8.",
    "xlsx_too_many_rows": "An Excel sheet holds {most} rows and there are more, so nothing was written; export as CSV.",
    "xlsx_too_many_columns": "An Excel sheet holds {most} columns and there are more, so nothing was written; export as "
    "CSV.",
    "xlsx_text_too_long": "An Excel cell holds {most} characters and a text of row {line} has more, so nothing was "
    "written; export as CSV.",
    "xlsx_bad_character": "A text of row {line} has a character that Excel files cannot hold, so nothing was written; "
    "export as CSV.",
    "file_in_use": "{path} is open in another program, so nothing was written; close it there and try again.",
    "file_not_writable": "{path} cannot be written ({detail}); choose another place.",
    # ---- files: row by row
    "ragged": "This row has {found} cells while the header has {expected}; check its separators and quotation marks.",
    "bad_quotes": "The quotation marks of the row in line {line} do not fit, so this line was left out; correct them.",
    "cell_error": "The {field} is an error of the spreadsheet ({value}); correct its formula and save the file again.",
    "value_nested": "The {field} is a list or an object ({value}), not one value; put a text or a number there.",
    "no_sku": "This row has no SKU; fill it in, or take the row out.",
    "sku_damaged": "“{value}” looks like a SKU that a spreadsheet changed, so the row was left out; set the column to "
    "text and put the SKU in again.",
    "barcode_damaged": "“{value}” looks like a barcode that a spreadsheet changed, so it was left out; set the column to "
    "text and put the barcode in again.",
    # ---- imports, row by row
    "rows_contradict": "Rows for the same SKU contradict each other, so none of them is used; keep one of them.",
    "row_repeats": "This row repeats an earlier one; it counts once.",
    "sku_repeats": "This SKU stands under several listings of the channel; add the listing_id to say which is meant.",
    "sku_gone": "The listing of this SKU is gone from the channel; take the row out, or list it again.",
    "sku_unknown": "There is no listing of this SKU on the channel; check how it is written.",
    "listing_unknown": "There is no listing of this listing_id on the channel; check how it is written.",
    "item_unknown": "There is no inventory item of this SKU; import the inventory first, or check how it is written.",
    "linked_elsewhere": "This listing is linked to another item already; take that link off first.",
    "import_stale": "The data changed since the file was checked, so it was checked again; look at the numbers "
    "once more.",
    # ---- the source of inventory
    "source_none": "No source of inventory yet; set it up in the menu, or by inventory source linnworks --set … --secret …",
    "source_items_kept": "{count} items here are not at {source} and were kept, such as {skus}.",
    "pair_rejected": "You said that this item is not the listing's; link it by hand, or give --replace.",
    "source_item_unknown": "{source} has no item of the SKU “{item}”; make it there, or link the listing to another.",
    "source_linked_elsewhere": "{source} has this channel SKU at another item; decide which of the two is right.",
    "source_limits_differ": "Max Listed / End when / Percentage here: {ours}; at {source}: {theirs}.",
    "source_new": "{source} does not know this link yet.",
    "source_changed": "Limits or Ignore Sync that are set here are added at {source}.",
    "source_no_sku": "This listing has no SKU, so {source} cannot know it; give it one on the channel.",
    "source_no_zero": "{source} takes a Max Listed or Percentage of 0 for no limit; use Ignore Sync for this listing.",
    "source_repeats": "{source} has this channel SKU several times; take away there what is wrong.",
    "source_links_left": "{count} channel SKUs of {source} are linked there and not here; they were left alone.",
    # ---- reports, row by row
    "no_identity": "This row has neither a SKU nor a listing id, so it cannot be used; give it one on the channel.",
    "blank_row": "This row is empty and was left out; remove it from the file.",
    # ---- reports, as a whole
    "held_empty": "The report holds no listings at all while the channel had {previous}; check the channel, then accept "
    "or discard the report.",
    "held_lost": "The report is missing {lost} of {previous} listings; check the channel, then accept or discard the "
    "report.",
    "report_no_rows": "The report {name} holds no listings, so nothing was changed; check the export.",
    "report_older": "The report {name} is older than the newest one here, so nothing was changed; check the export.",
    "report_same": "The report {name} is the one we have already; nothing has changed on the channel.",
    "repeated_id": "This listing id stands in an earlier row too, which counts; correct it on the channel.",
    "repeated_sku": "This SKU stands in an earlier row too and neither has a listing id; its quantity is taken "
    "as unknown.",
    "nothing_held": "No report of “{channel}” waits for your word; there is nothing to decide.",
    "run_running": "Something is being done with this channel already; wait until it is done.",
    "source_running": "Something is being done with the inventory source already; wait until it is done.",
    "source_interrupted": "The program ended before this was done; do it again to bring the rest.",
    "source_cancelled": "This was stopped by a person; do it again to bring the rest.",
    "pull_done": "{applied} items were taken over, {unchanged} were the same, {refused} refused; {absent} are only here.",
    "pull_links_done": "{applied} links were taken over, {unchanged} were the same, {refused} were left as they are.",
    "push_links_done": "{new} links were made at {source} and {changed} changed, {unchanged} were the same; {left} were "
    "left as they are.",
    "run_lost": "Another rakumap took over the work on this channel, so this one stopped; see Automation Logs.",
    "run_interrupted": "The program ended before the report was merged, so nothing was changed; the next one "
    "comes on schedule.",
    "run_cancelled": "The report was stopped by a person, so nothing was changed; fetch it again when you like.",
    "run_broke": "A fault of rakumap stopped the report, so nothing was changed; see the log file and tell us.",
    # ---- quantities going out, orders coming in
    "channel_no_trade": "Channels of the kind {kind} take no quantities and have no orders; use another kind.",
    "sync_is_off": "Inventory Sync of “{channel}” is off, so nothing is sent; switch it on in Settings > Channel "
    "Integration first.",
    "restored_not_confirmed": "The store came out of a backup, so nothing is sent until you confirm that its stock "
    "levels are right; use submit with --after-restore.",
    "submit_done": "{sent} of {due} quantities were sent: {confirmed} confirmed, {submitted} being worked on, {failed} "
    "refused.",
    "submit_stopped": "{sent} of {due} quantities were sent: {confirmed} confirmed, {submitted} being worked on, "
    "{failed} refused; {stopped} listings keep another quantity however often it is sent, look at is:drift.",
    "submit_lost": "The channel did not say within a day what became of this quantity; it will be sent again.",
    "autolink_done": "Linked {linked} listings that were certain; one Undo takes them back.",
    "orders_done": "New orders: {orders}; lines that wait for a link: {unresolved}.",
    "trade_interrupted": "The program ended before this was done; the next run goes on where it stopped.",
    "trade_cancelled": "This was stopped by a person; the next run goes on where it stopped.",
    # ---- linking and history
    "already_linked": "“{listing}” is linked to {item} already; replace that link, or choose another listing.",
    "link_changed": "“{listing}” was linked to something else meanwhile; look at the row again and decide anew.",
    "pair_missing": "The listing or the item is not there any more; read the list again with F5.",
    "nothing_to_undo": "There is nothing to undo; every step is taken back already.",
    "nothing_to_redo": "There is nothing to redo; no step was undone since the last change.",
    "cannot_undo": "This step cannot be undone; it is undone already, or it came with a report.",
    # ---- steps of History
    "did_link": "Linked {listing} to {item}",
    "did_link_replace": "Linked {listing} to {item} instead",
    "did_autolink": "Linked {count} listings that are certain",
    "did_link_equal": "Linked {count} listings by equal SKU",
    "did_unlink": "Took the link of {listing} to {item} off",
    "did_unlink_many": "Took the links of {count} listings off",
    "did_reject": "Said that {listing} is not {item}",
    "did_revive": "Allowed {item} for {listing} again",
    "did_no_item": "{listing}: {what}",
    "did_no_item_many": "{count} listings: {what}",
    "did_set": "{listing}: {what}",
    "did_set_many": "{count} listings: {what}",
    "set_value": "{field} {value}",
    "set_cleared": "{field} cleared",
    "set_on": "{field} on",
    "set_off": "{field} off",
    "did_sku_keep": "Kept the link of {listing} after its SKU changed",
    "did_sku_keep_many": "Kept the links of {count} listings after their SKUs changed",
    "did_sku_remap": "Mapped {listing} again after its SKU changed",
    "did_sku_remap_many": "Mapped {count} listings again after their SKUs changed",
    "did_inventory_import": "Imported inventory from {file}",
    "did_limits_import": "Imported Min/Max quantities from {file}",
    "did_links_import": "Imported links from {file}",
    "did_report": "Report: {new} new, {changed} changed, {gone} gone",
    "did_held_accepted": "Accepted the held report",
    "did_held_discarded": "Discarded the held report",
    "did_order_download": "Orders changed the stock of {count} items",
    "did_order_resolved": "Waiting order lines changed the stock of {count} items",
    "did_restore_confirmed": "Confirmed that quantities may be sent after a restore",
    "did_channel_added": "Added the channel {name}",
    "did_channel_changed": "Changed the settings of {name}",
    "did_channel_removed": "Removed the channel {name}",
    "did_channel_enabled": "Enabled {name}",
    "did_channel_disabled": "Disabled {name}",
    "did_sync_on": "Switched Inventory Sync of {name} on",
    "did_sync_off": "Switched Inventory Sync of {name} off",
    # ---- schedule and Force Mapping Refresh
    "notice": "The next report is due in {minutes} min; listings may change while you work, or wait until it is here.",
    "force_too_soon": "Force Mapping Refresh can run once in 4 hours; please wait until {until}.",
    "channel_disabled": "The channel “{channel}” is not enabled; enable it in Settings > Channel Integration first.",
    # ---- the quantity rule: steps of the tooltip, joined with a semicolon
    "step_available": "available {available}",
    "step_below_zero": "available {available}, counts as 0",
    "step_pack": "available {available}, pack {pack} = {base}",
    "step_end_when": "End when {end_when} or less",
    "step_percentage": "{percentage} % = {result}",
    "step_max_listed": "max {max_listed}",
    "step_send": "send {send}",
    # ---- the quantity rule: warnings
    "always_zero_max_listed": "Max Listed is 0, so 0 is always sent; clear it to send stock again.",
    "always_zero_percentage": "Percentage is 0, so 0 is always sent; clear it to send stock again.",
    "would_stop_selling": "The channel has {channel_quantity} and would get 0, which stops selling it; link anyway?",
    "would_change_much": "The channel has {channel_quantity} and would get {send}, a change of over 80 %; link anyway?",
    # ---- the filter
    "filter_too_long": "The filter is too long; keep it below 100 terms and {most} characters.",
    "filter_unknown_word": "There is no filter is:{word}; did you mean is:{closest}?",
    "filter_bad_state": "There is no state “{value}”; did you mean state:{closest}?",
    "filter_bad_flag": "“{value}” is neither yes nor no; type yes or no.",
    "filter_bad_number": "“{value}” is not a number that {field} can have; type it like {field}:>5 or {field}:5..9.",
    "filter_bad_date": "“{value}” is not a date; type it like {field}:>2026-01-31.",
    "filter_bad_regex": "The regular expression “{value}” cannot be read ({detail}); correct it or search without ~.",
    "filter_slow_regex": "The regular expression “{value}” could take for ever; use fewer repeats, and none within "
    "another.",
    # ---- the command line
    "changed_since": "{names} was changed meanwhile, so nothing was done; look at it again and decide anew.",
    "fault": "rakumap made a mistake of its own ({detail}); please report it, with the log {path}.",
    "item_missing": "There is no inventory item “{item}”; look for it with search, or import the inventory first.",
    "listing_ambiguous": "{count} listings have the SKU “{listing}”; say which with --listing-id: {ids}.",
    "listing_gone": "“{listing}” is gone from {channel}; it can be used again once the listing is back in the report.",
    "listing_missing": "There is no listing “{listing}” on {channel}; see listings, and mind capitals and zeros.",
    "not_linked": "“{listing}” is not linked; there is nothing to take off.",
    "output_failed": "The answer could not be written ({detail}); what was asked for is done, see history.",
    "reject_linked": "“{listing}” is linked to {item}; take that link off with unlink, which is remembered as well.",
    "report_discarded": "The report {name} is the one you discarded, so nothing was changed; a newer one will be read.",
    "sample_missing": "The sample shop lacks the file {name}; install rakumap again.",
    "keyring_missing": "This system has no keyring that can be trusted; choose a file locked with a passphrase, or to be "
    "asked each session.",
    "keyring_refused": "The system's keyring did not answer ({reason}); unlock it and try again.",
    "passphrase_short": "The passphrase needs at least {least} characters; a few words are best.",
    "passphrase_wrong": "That is not the passphrase of the locked file; try again.",
    "vault_damaged": "The locked file {path} cannot be read; take it from a backup, or delete it and enter the secrets "
    "again.",
    "passphrase_needed": "The file with the secrets is locked; give its passphrase first (in the window, or as "
    "RAKUMAP_SECRET_PASSPHRASE with --secrets-from-env).",
    "secret_needed": "The secret “{secret}” is needed and not known here; enter it in Config, or set its RAKUMAP_SECRET_ "
    "variable and give --secrets-from-env.",
    "secret_unknown": "A channel of the kind {kind} has no secret “{secret}”; it has: {known}.",
    "secrets_expected": "Give {count} lines on standard input, one for each of: {names}.",
    "secrets_nowhere": "There is no keyring here to keep {key} in; add --secrets-in file (the passphrase is the first line), "
    "or set RAKUMAP_SECRET_ variables and give --secrets-from-env with each command.",
    "sku_not_changed": "The channel has not changed the SKU of “{listing}”; there is nothing to keep or remap.",
    "store_cannot_open": "{path} cannot be opened as a store; check that its folder exists and may be written to.",
    "store_damaged": "The store {path} is damaged and was not touched; restore a backup, or try doctor --repair.",
    "no_display": "There is no display to show a window on; use a command, see rakumap --help, or set DISPLAY.",
    "window_missing": "This installation has no window; use a command, see rakumap --help.",
    # ---- doctor, backup, restore
    "backup_is_store": "{path} is the store itself; choose another file.",
    "backup_overwrites": "{path} is a file that is no backup, so it was left alone; choose another name.",
    "doctor_clock": "An entry is of {time}, which is still to come; check the date and time of this computer.",
    "doctor_damaged": "The store is damaged ({detail}); restore the newest backup.",
    "doctor_derived": "{count} values that follow from others are wrong ({what}); doctor --repair makes them anew.",
    "doctor_disk": "Only {megabytes} MB are free where {path} is; free some space.",
    "doctor_driver": "This Python brings an old SQLite ({version}) that can damage data under rare conditions; install "
    "the package pysqlite3.",
    "doctor_folder_mode": "Others on this computer can look into {path} ({mode}); take their rights away.",
    "doctor_guard": "The guard {name} that keeps the history from being rewritten is missing; doctor --repair puts it "
    "back.",
    "doctor_mode": "Others on this computer can read {path} ({mode}); doctor --repair takes their rights away.",
    "doctor_reference": "A row points at one that is missing ({detail}); restore the newest backup.",
    "doctor_run_open": "{count} report runs have no end in the log; doctor --repair closes them as interrupted.",
    "doctor_schema": "The store has the form {found} instead of {expected}; start this version of rakumap again.",
    "store_damaged_backup": "The store {path} is damaged and was not touched; restore the newest backup, {backup}.",
    # ---- store
    "listing_differs": "The listing {listing_id} has another SKU than “{sku}”; correct one of the two.",
    "listing_parent": "This names a family of variations, which is no listing; name one of its variations.",
    "store_io": "The disk that holds {path} reported a fault; check the disk, then look whether the last change is there.",
    "store_readonly": "Nothing can be written to {path}; check that the file and its folder are yours and may be "
    "written to.",
    # ---- channels: their settings
    "kind_not_available": "There is no channel of the kind “{kind}” yet; use one of: {known}.",
    "setting_unknown": "A channel of the kind {kind} has no setting “{setting}”; use one of: {known}.",
    "setting_missing": "A channel of the kind {kind} needs the setting “{setting}”; give it with --set {setting}=…",
    "setting_value": "“{setting}” cannot have that value; it takes one of: {known}.",
    "setting_secret": "“{setting}” is a secret and is not kept with the settings; give it with --secret {setting}.",
    "url_invalid": "“{url}” is not a web address; write it like https://shop.example/report.csv.",
    "url_scheme": "Addresses that begin with {scheme}: cannot be fetched; use one that begins with https://, or the path "
    "of a file or folder.",
    "url_is_file": "A file on this computer is named by its path, not by a file:// address; write {path} instead.",
    "url_plain_http": "http://{host} would send the report and the password readable for anyone; use https:// instead.",
    "url_password": "The address of {host} holds a user name or password; take it out and store it as the secret "
    "“authorization”.",
    "header_invalid": "The {header} header holds a character that cannot be sent; enter the secret again without line "
    "breaks.",
    "channel_unknown": "There is no channel “{name}”; use one of: {known}.",
    "channel_none": "There is no channel yet; add one in Settings > Channel Integration.",
    "channel_name_empty": "A channel needs a name; type the one you know the shop by.",
    "channel_name_taken": "There is a channel “{name}” already; choose another name.",
    # ---- channels: reaching them
    "channel_unknown_host": "No server called {host} was found; check the address and the internet connection.",
    "channel_unreachable": "{host} could not be reached; check the address and the internet connection.",
    "channel_slow": "{host} stopped answering, so nothing was changed; try again later.",
    "channel_deadline": "The answer of {host} did not arrive within {seconds} seconds, so nothing was changed; try again "
    "later.",
    "channel_cut": "The connection to {host} broke before its answer was whole, so nothing was changed; try again later.",
    "channel_protocol": "The answer of {host} makes no sense to a web client, so nothing was changed; check the address.",
    "channel_denied": "{host} refused the access ({status}); check the credentials in Config.",
    "channel_not_found": "{host} has nothing at this address ({status}); check the address in Config.",
    "channel_throttled": "{host} gets too many requests and asks to wait {minutes} min; it is asked again after that.",
    "channel_failing": "{host} has a fault of its own ({status}), so nothing was changed; try again later.",
    "channel_answer": "{host} answered with {status}, which is nothing we can use; check the address in Config.",
    "channel_redirect": "{host} sends us on to {target}, which is not followed so that no password gets there; check the "
    "address in Config.",
    "channel_redirect_loop": "{host} sends us round in circles; check the address in Config.",
    "tls_untrusted": "{host} cannot prove that it is who it says, so nothing was sent; ask its operator about the "
    "certificate.",
    "tls_wrong_host": "The certificate of {host} belongs to another server, so nothing was sent; check the address.",
    "tls_expired": "The certificate of {host} has expired, so nothing was sent; check the date of this computer, then ask "
    "its operator.",
    "tls_not_yet": "The certificate of {host} is not valid yet, so nothing was sent; check the date of this computer.",
    "tls_old": "{host} only speaks an old, unsafe form of https, so nothing was sent; ask its operator for TLS 1.2.",
    "tls_failed": "No secure connection to {host} could be made; check that the address is one for https.",
    # ---- channels: the report file
    "report_missing": "There is no file or folder {path}; check the path in Config.",
    "report_missing_in_folder": "There is no report in the folder {path}; put a CSV, TSV, TXT, XLSX or JSON file there.",
    "report_not_file": "{path} is neither a file nor a folder; check the path in Config.",
    "report_unreadable": "{path} could not be read; close it in other programs and check that it may be read.",
    "report_changing": "{path} keeps changing while it is read, so nothing was changed; let the other program finish first.",
    "report_empty": "The report of {name} is empty, so nothing was changed; check the export.",
    "report_html": "{name} gave a web page instead of a report, perhaps a login page; check the address and the "
    "credentials in Config.",
    "report_type": "{host} gave something of the type {type} instead of a report; check the address in Config.",
    "report_encoding": "{host} packed the report in a way we did not ask for ({encoding}), so nothing was changed; ask its "
    "operator.",
    "report_unproven": "{host} does not say how long the report is, so a part could be missing and nothing was changed; "
    "ask its operator.",
    "report_damaged": "The report from {host} arrived damaged, so nothing was changed; try again later.",
    "report_too_large": "The report of {name} is larger than {megabytes} MB, so nothing was changed; check the export.",
    "report_bomb": "The report from {host} unpacks to far more than it can be, so nothing was changed; ask its operator.",
    "test_file": "Found the report {path}, {kilobytes} kB, of {time}.",
    "test_address": "{host} answered with the report {name}.",
    # ---- channels: web interfaces, quantities and orders
    "answer_unreadable": "The answer of {host} is not what was agreed ({what}), so it was not used; check the address in "
    "Config, and tell us if it is right.",
    "channel_said": "{host} refused it and says “{message}”.",
    "channel_quota": "{host} has answered as often as it does in an hour; it is asked again in {minutes} min.",
    "channel_own_limit": "{host} takes only so many files an hour; the next one goes in {minutes} min.",
    "login_refused": "{host} does not accept the credentials ({message}); check them in Config.",
    "rights_missing": "{host} does not allow this account to do that ({message}); switch the function on there.",
    "licence_ends": "The licence key for {host} ends in {days} days, at {time}; make a new one there and enter it in Config.",
    "licence_ended": "The licence key for {host} ended at {time}; make a new one there and enter it in Config.",
    "listings_loop": "{host} gives the same page again and again, so nothing was changed; try again later.",
    "listings_short": "{host} says it has {expected} listings and gave {found}, so nothing was changed; try again later.",
    "submit_unknown": "{host} broke off before it said whether it took what was sent; the same is sent again.",
    "test_listings": "{host} answered and has {count} items.",
    "test_login": "{host} answered and accepts the credentials.",
    "location_unknown": "There is no stock location “{location}” there; use one of: {known}.",
    "outbox_unset": "This channel has no folder for quantity files; choose one in Config.",
    "outbox_missing": "There is no folder {path} for quantity files; make it, or choose another one in Config.",
    "orders_missing": "There is no file or folder {path} with orders; check the path in Config.",
    "orders_unreadable": "The orders in {path} could not be read; check that they may be read.",
    "orders_bad_row": "Line {line} of the orders in {name} lacks an order id, a date, a SKU or a whole quantity; correct it "
    "and fetch the orders again.",
    "offer_no_pair": "This listing's id is not one of this channel; fetch the report again.",
    "offer_too_many": "The channel takes at most 99999 pieces of a listing; set Max Listed.",
    "offer_unknown_listing": "The channel does not know this listing any more; fetch the report again.",
    "offer_refused": "The channel refused this quantity; see what it says.",
    "offer_no_sku": "The channel finds listings by their SKU and this one has none; give it a SKU there.",
    "offer_sku_repeats": "The channel finds listings by their SKU and this one is not the only one; correct it there.",
    "offer_sku_unsendable": "This SKU holds a character that cannot be sent to the channel; change it there.",
    "offer_no_price": "The price has to be sent with the quantity and is not known; fetch the report again.",
    "offer_currency": "The price of this listing is not in euros and would be set wrongly; correct it there.",
    "import_cancelled": "The channel cancelled the file with this quantity; it has to be sent again.",
    "import_forgotten": "The channel does not know the file with this quantity any more; it has to be sent again.",
    "import_unclear": "Some lines of the file failed and the channel does not say which; this quantity has to be sent again.",
    # ---- this computer
    "settings_unreadable": "Your settings in {path} could not be read; check that the file is yours and may be read.",
    "settings_damaged": "Your settings could not be understood and start afresh; the old file is kept as {path}.",
    "settings_ignored": "Some of your settings could not be used and start afresh ({keys}); set them again.",
    "child_cannot_start": "The report could not be started in the background ({reason}); close other programs and try "
    "again.",
    "folder_readonly": "Nothing can be written to {path}; check that the folder may be written to.",
    "profile_symlink": "{path} is a link to another place, which is not used for safety; give the real folder.",
    "profile_not_folder": "{path} is not a folder; give another one with --profile.",
    "profile_readonly": "Nothing can be written to {path}; check that the folder is yours and may be written to.",
    "disk_full": "The disk that holds {path} is full; free some space and try again.",
    "store_in_use": "Another rakumap is using the store; close it, or wait until it is done, and try again.",
    "store_busy": "The data is being written by another program; wait a moment and try again.",
    "store_newer": "{path} was made by a newer rakumap; install that version, or open another profile.",
    "store_foreign": "{path} is not a store of rakumap; choose another file.",
    "store_url": "“{url}” cannot be used as a store; give one like sqlite:////folder/rakumap.db.",
    "backup_cannot_write": "The backup cannot be written to {path}; choose another place.",
    "backup_no_room": "There is no room for a backup in {path}; free {megabytes} MB.",
    "backup_damaged": "The backup {path} is damaged and was not used; choose another one.",
    "backup_foreign": "{path} is not a backup of rakumap; choose another file.",
    "backup_missing": "There is no backup {path}; choose another file.",
    "sqlite_old": "This Python brings an old SQLite ({version}) that can damage data under rare conditions; "
    "install the package pysqlite3.",
    "helper_ended": "The helper that looks for suggestions ended unexpectedly; choose the listing again, and see the log "
    "file.",
    "suggestions_file": "The suggestions cannot be kept in {path}, so linking goes on without them; make room, or see who "
    "may write there.",
    "rule_unknown": "There is no learned rule {rule}; see them with: rakumap rules list.",
    "rules_file": "{path} is no file of learned rules ({detail}); export one with: rakumap rules export.",
    "no_suggestions_kept": "No suggestions are kept for {channel}; make them with: rakumap suggest {channel}.",
    "child_broke": "The report was not fetched because its program ended unexpectedly; try again, and see the "
    "log file.",
}

NAMES: dict[str, str] = {
    # ---- columns of the main panel
    "column.ignore_sync": "Ignore Sync",
    "column.sku": "SKU",
    "column.title": "Item Title",
    "column.linked_to": "Linked To",
    "column.last_update": "Last Update",
    "column.update_status": "Update Status",
    "column.submitted_quantity": "Submitted Quantity",
    "column.max_listed": "Max Listed",
    "column.end_when": "End when",
    "column.percentage": "Percentage",
    "column.will_send": "Will Send",
    "column.channel_quantity": "Channel Quantity",
    "column.barcode": "Barcode",
    "column.price": "Price",
    "column.currency": "Currency",
    "column.variation": "Variation",
    "column.parent_id": "Variation Family",
    "column.suggested": "Suggested",
    "column.score": "Score",
    "column.reason": "Reason",
    "column.problem": "Problem",
    "column.linked_by": "Linked By",
    "column.linked_at": "Linked At",
    "column.listing_id": "Listing ID",
    "column.state": "State",
    "column.excluded": "Excluded",
    "column.released": "Released",
    "column.confirmed_quantity": "Confirmed Quantity",
    "column.drift": "Drift",
    "column.offered": "Offered",
    "column.no_item": "No item",
    # ---- Update Status
    "update.sent": "Sent",
    "update.submitted": "Submitted",
    "update.confirmed": "Confirmed",
    # ---- states
    "state.linked": "Linked",
    "state.suggested": "Suggested",
    "state.ambiguous": "Ambiguous",
    "state.no_item": "No item",
    "state.plain": "Unlinked",
    "state.gone": "Gone",
    # ---- words of the filter
    "is.all": "All",
    "is.linked": "Linked",
    "is.unlinked": "Unlinked",
    "is.plain": "Nothing suggested",
    "is.suggested": "Suggested",
    "is.ambiguous": "Ambiguous",
    "is.no_item": "No item",
    "is.gone": "Gone",
    "is.ignored": "Ignored",
    "is.excluded": "Excluded",
    "is.unlimited": "Unlimited",
    "is.sku_changed": "SKU changed",
    "is.duplicate": "Repeated SKU",
    "is.no_longer_unlimited": "No longer unlimited, still ignored",
    "is.attention": "Needs attention",
    "is.variation": "Variations",
    "is.zero": "Will send 0",
    "is.drift": "Drift",
    "is.oversold": "Oversold",
    "is.waiting_release": "Waiting for release",
    # ---- outcomes of a report run
    "outcome.done": "Done",
    "outcome.unchanged": "Unchanged",
    "outcome.not_due": "Not due",
    "outcome.held": "Held",
    "outcome.refused": "Refused",
    "outcome.failed": "Failed",
    "outcome.cancelled": "Cancelled",
    "outcome.interrupted": "Interrupted",
    "outcome.running": "Running",
    # ---- reasons of Force Mapping Refresh
    "force.missing": "Listings are missing, though the mapping refresh has run since they were added",
    "force.sku_changed": "The SKU of a listing was changed on the channel and it has to be mapped again",
    "force.deleted": "An item was deleted on the channel and should no longer be shown",
    "force.variation_edited": "Items were added to or removed from a variation listing",
    "force.newly_enabled": "The channel was enabled just now",
    "force.other": "Another reason",
    # ---- actions of History
    "action.link": "Link",
    "action.unlink": "Unlink",
    "action.reject": "Not this item",
    "action.no_item": "No item",
    "action.set": "Set",
    "action.report": "Report",
    "action.undo": "Undo",
    "action.redo": "Redo",
    "action.link_replace": "Replace link",
    "action.link_equal": "Link all by equal SKU",
    "action.autolink": "Link what is certain",
    "action.revive": "Allow item again",
    "action.sku_keep": "Keep after a changed SKU",
    "action.sku_remap": "Remap after a changed SKU",
    "action.inventory_import": "Import inventory",
    "action.links_import": "Import links",
    "action.limits_import": "Import Min/Max Quantities",
    "action.held_accepted": "Accept held report",
    "action.held_discarded": "Discard held report",
    "action.channel_added": "Add channel",
    "action.channel_changed": "Change channel",
    "action.channel_removed": "Remove channel",
    "action.channel_enabled": "Enable channel",
    "action.channel_disabled": "Disable channel",
    "action.sync_on": "Inventory Sync on",
    "action.sync_off": "Inventory Sync off",
    "action.order_download": "Orders",
    "action.order_resolved": "Orders resolved",
    "action.restore_confirmed": "Confirm restored store",
    # ---- who did it
    "by.person": "You",
    "by.autolink": "Auto",
    "by.report": "Report",
    "by.orders": "Orders",
    # ---- fields of files
    "field.listing_id": "Listing ID",
    "field.sku": "SKU",
    "field.channel_sku": "Channel SKU",
    "field.item_sku": "Item SKU",
    "field.title": "Title",
    "field.quantity": "Quantity",
    "field.unlimited": "Unlimited",
    "field.price": "Price",
    "field.currency": "Currency",
    "field.barcode": "Barcode",
    "field.parent_id": "Variation Family",
    "field.variation": "Variation",
    "field.updated": "Last Changed",
    "field.level": "Stock Level",
    "field.in_open_orders": "In Open Orders",
    "field.max_listed": "Max Listed",
    "field.end_when": "End when",
    "field.percentage": "Percentage",
    "field.ignore_sync": "Ignore Sync",
    "field.excluded": "Excluded",
    # ---- verdicts of imports
    "verdict.new": "New",
    "verdict.changed": "Changed",
    "verdict.unchanged": "Unchanged",
    "verdict.refused": "Refused",
    # ---- kinds of channels
    "kind.report-file": "Report file",
    "kind.rakuten-ichiba": "Rakuten Ichiba",
    "kind.rakuten-france": "Rakuten France",
    "kind.channel-integration": "Channel Integration API",
    # ---- why a report was fetched
    "trigger.scheduled": "On schedule",
    "trigger.forced": "Force Mapping Refresh",
    "trigger.accepted": "Held report accepted",
    "trigger.manual": "By hand",
    # ---- what is going on while a report comes or a file is read
    "backup.auto": "By itself",
    "backup.manual": "By hand",
    "backup.before-migration": "Before an update",
    "backup.before-restore": "Before a restore",
    "backup.damaged": "Damaged store, set aside",
    "phase.fetching": "Fetching the report",
    "phase.copy": "Copying the report",
    "phase.download": "Downloading the report",
    "phase.listings": "Fetching the listings",
    "phase.items": "Fetching the items",
    "phase.reading": "Reading",
    "phase.indexing": "Reading",
    "phase.comparing": "Comparing",
    "phase.judging": "Checking the rows",
    "phase.merging": "Merging",
    "phase.applying": "Applying",
    "phase.writing": "Writing",
    "phase.following": "Asking what became of quantities",
    "phase.sending": "Sending quantities",
    "phase.orders": "Fetching the orders",
    "phase.reading_titles": "Reading the inventory",
    "phase.ordering": "Ordering the inventory",
    "phase.learning": "Learning from confirmed links",
    "phase.looking_for_changes": "Looking for changes",
    "phase.suggesting": "Comparing listings with the inventory",
    # ---- why an item is suggested, or linked by the program
    "reason.equal_barcode": "Equal barcode",
    "reason.equal_sku": "Equal SKU",
    "reason.sku_inside": "SKU within the listing's SKU",
    "reason.alias": "SKU known from another channel",
    "reason.transform": "SKU by a learned rule",
    "rule.alias": "{sku} means {item}, as on another channel",
    "rule.prefix": "{text} before the item's SKU",
    "rule.suffix": "{text} behind the item's SKU",
    "rule.separator": "{text} where the item's SKU has {other}",
    "rule.separator_without": "{text} where the item's SKU has nothing",
    "rule.blank": "a blank",
    "reason.model": "Same model number",
    "reason.same_model": "Same model number",
    "reason.same_words": "Same words",
    "reason.all_words": "All words of the item",
    "reason.most_words": "Most words of the item",
    "reason.similar_letters": "Similar spelling",
    "reason.other_barcode": "Other barcode",
    "reason.other_model": "Other model number",
    "reason.other_amount": "Other amount or measure",
    "reason.other_colour": "Other colour",
    "reason.other_size": "Other size",
    "reason.other_pack": "Other pack",
    "reason.listing_says_more": "Listing names a variant that the item does not",
    "reason.item_says_more": "Item names a variant that the listing does not",
    "left.doubtful": "Doubtful",
    "confidence.certain": "Certain",
    "confidence.likely": "Likely",
    "confidence.possible": "Possible",
    # ---- settings of channels
    "setting.path": "Report (file, folder or address)",
    "setting.outbox": "Folder for quantity files",
    "setting.orders": "Orders (file or folder)",
    "setting.new_links": "Quantities of new links",
    "setting.new_links.send": "Go out with the next round",
    "setting.new_links.hold": "Wait until a person releases them",
    "setting.autolink": "After each report",
    "setting.autolink.off": "Link nothing by itself",
    "setting.autolink.on": "Link what is certain",
    "setting.at_zero": "When stock ends",
    "setting.at_zero.zero": "Send 0",
    "setting.encoding": "Encoding",
    "setting.delimiter": "Delimiter",
    "setting.decimal": "Decimal mark",
    "setting.authorization": "Authorization header",
    "order.open": "Open",
    "order.shipped": "Shipped",
    "order.cancelled": "Cancelled",
    "why.changed": "the number changed",
    "why.drift": "the channel has another number",
    "secrets.keyring": "This system's keyring",
    "secrets.file": "A file locked with a passphrase",
    "secrets.session": "Nowhere: ask in each session",
    "setting.base_url": "Address of the service",
    "setting.service_secret": "Service secret",
    "setting.license_key": "Licence key",
    "setting.login": "Login (account name)",
    "setting.profile_id": "Import profile",
    "setting.token": "Token",
    "setting.authorization_token": "Authorization token",
    "setting.location": "Stock location",
    "setting.source": "Source",
    "setting.sub_source": "Sub source",
    "setting.application_id": "Application ID",
    "setting.application_secret": "Application secret",
    "setting.install_token": "Installation token",
    # ---- sources of inventory
    "source.linnworks": "Linnworks",
    # ---- fields of order files
    "field.order_id": "Order ID",
    "field.line_id": "Line ID",
    "field.date": "Date",
    "field.status": "Status",
}


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def shown(value: object, zone: tzinfo = UTC) -> str:
    """Return a value as it stands in a sentence: unseen characters visible, times in the zone, long texts cut."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M %Z}".strip()
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return visible(text if len(text) <= 200 else text[:199] + "…")


def filled(template: str, values: Mapping[str, object], zone: tzinfo = UTC) -> str:
    """Return the template with its values; a missing value is ``…``, a template that is not one stays as it is."""
    try:
        return template.format_map(_Gaps({name: shown(value, zone) for name, value in values.items()}))
    except (ValueError, TypeError, AttributeError, LookupError):
        return template


def sentence(code: str, values: Mapping[str, object] | None = None, zone: tzinfo = UTC) -> str:
    """Return the sentence of a code; one that has none becomes readable words. Never raises."""
    values = values or {}
    template = SENTENCES.get(code)
    if template is not None:
        return filled(template, values, zone)
    details = ", ".join(f"{name} {shown(value, zone)}" for name, value in values.items())
    words = shown(code.replace("_", " ")) or "something happened"
    return f"{words[0].upper()}{words[1:]}" + (f" ({details})" if details else "") + "."


def name(key: str) -> str:
    """Return the name of a key such as ``column.sku``; one that has none becomes readable words."""
    return NAMES.get(key) or key.rpartition(".")[2].replace("_", " ").capitalize()


def step(action: str, values: Mapping[str, str], count: int, translate: Callable[[str], str] = str) -> str:
    """Return the phrase of a step of the history; ``count`` stands in when more than one row is meant."""
    single, many = SENTENCES.get(f"did_{action}"), SENTENCES.get(f"did_{action}_many")
    template = single
    for gap in ("listing", "item"):
        if template is None or ("{" + gap + "}" in template and gap not in values):
            template = many or template
    if template is None:
        return translate(name(f"action.{action}")) + (f" ({count})" if count > 1 else "")
    what = ", ".join(_setting(key, text, translate) for key, text in values.items() if f"column.{key}" in NAMES)
    return filled(translate(template), {**values, "what": what or translate(name(f"action.{action}")), "count": count})


def _setting(key: str, text: str, translate: Callable[[str], str]) -> str:
    code = {"": "set_cleared", "True": "set_on", "False": "set_off"}.get(text, "set_value")
    return filled(translate(SENTENCES[code]), {"field": translate(name(f"column.{key}")), "value": text})


def steps_text(steps: Iterable[Step]) -> str:
    """Return the steps of a quantity in one line: ``available 11, pack 3 = 3; 50 % = 1; max 5; send 1``."""
    return "; ".join(sentence(step.code, step.values) for step in steps)
