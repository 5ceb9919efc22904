# fish completion for evs, made by `evs completion fish`

# The command as far as it is typed: the words that name commands.
function __evs_command
    set -l command evs
    for word in (commandline -opc)[2..-1]
        if contains -- "$command $word" \
            'evs bench' \
            'evs group' \
            'evs group join' \
            'evs group send' \
            'evs group listen' \
            'evs group list' \
            'evs group members' \
            'evs status' \
            'evs members' \
            'evs verify' \
            'evs simulate' \
            'evs keygen' \
            'evs key' \
            'evs key install' \
            'evs key use' \
            'evs key retire' \
            'evs key list' \
            'evs config' \
            'evs config show' \
            'evs completion' \

            set command "$command $word"
        end
    end
    echo $command
end

function __evs_at
    test (__evs_command) = "$argv"
end

complete -c evs -f

complete -c evs -n '__evs_at evs' -a bench -d 'Measure ordered delivery'
complete -c evs -n '__evs_at evs' -a group -d 'Join groups, send to them, listen, and see who is in them'
complete -c evs -n '__evs_at evs' -a status -d 'Print what the running node knows of itself and its ring'
complete -c evs -n '__evs_at evs' -a members -d 'Print the members of the ring'
complete -c evs -n '__evs_at evs' -a verify -d 'Check that what members deliver keeps the promises'
complete -c evs -n '__evs_at evs' -a simulate -d 'Run rings in virtual time, with faults, and check what they deliver'
complete -c evs -n '__evs_at evs' -a keygen -d 'Make a new ring key'
complete -c evs -n '__evs_at evs' -a key -d 'Change the key of a ring while it runs'
complete -c evs -n '__evs_at evs' -a config -d 'Look at the configuration'
complete -c evs -n '__evs_at evs' -a completion -d 'Print a completion script for a shell'
complete -c evs -n '__evs_at evs' -s h -l help -d 'Show this help message and exit'
complete -c evs -n '__evs_at evs' -s V -l version -d 'Print version information and exit'

complete -c evs -n '__evs_at evs bench' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs bench' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs bench' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs bench' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs bench' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs bench' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs bench' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs bench' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs bench' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs bench' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs bench' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs bench' -l nodes -x -d 'Members of the ring (default: 3; with --config: wait for that many)'
complete -c evs -n '__evs_at evs bench' -l sizes -x -d 'Payload bytes, FROM:TO:STEP or a list (default: 100:1300:100)'
complete -c evs -n '__evs_at evs bench' -l writes -x -d 'Messages of each sender at the first size, instead of --duration'
complete -c evs -n '__evs_at evs bench' -l decay -x -d 'Multiply --writes by this from size to size (default: 0.9; with --writes: 1)'
complete -c evs -n '__evs_at evs bench' -l duration -x -d 'Send for that long at each size (default: 1s)'
complete -c evs -n '__evs_at evs bench' -l warmup -x -d 'Send for that long before measuring (default: 2s)'
complete -c evs -n '__evs_at evs bench' -l senders -x -a 'one all' -d 'one or all (default: one)'
complete -c evs -n '__evs_at evs bench' -l guarantee -x -a 'agreed safe' -d 'agreed or safe (default: agreed)'
complete -c evs -n '__evs_at evs bench' -l rate -x -d 'Messages per second of each sender, whatever the ring does (for latencies)'
complete -c evs -n '__evs_at evs bench' -l interval -x -d 'Also report every so often within a size'
complete -c evs -n '__evs_at evs bench' -l passive -d 'With --config: take part until interrupted'
complete -c evs -n '__evs_at evs bench' -l csv -r -F -d 'Also write a CSV file'
complete -c evs -n '__evs_at evs bench' -l hdr -r -F -d 'Also write the latency distribution of all runs (microseconds)'

complete -c evs -n '__evs_at evs group' -a join -d 'Join groups: print what happens, send each line of standard input'
complete -c evs -n '__evs_at evs group' -a send -d 'Send to groups, joined or not; returns when it is delivered'
complete -c evs -n '__evs_at evs group' -a listen -d 'Print the messages and changes of groups'
complete -c evs -n '__evs_at evs group' -a list -d 'Print the groups that are known on the ring'
complete -c evs -n '__evs_at evs group' -a members -d 'Print who is in a group'
complete -c evs -n '__evs_at evs group' -s h -l help -d 'Show this help'

complete -c evs -n '__evs_at evs group join' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs group join' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs group join' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs group join' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs group join' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs group join' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs group join' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs group join' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs group join' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs group join' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs group join' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs group join' -l wait -x -d 'How long a member that is alone waits for others (default: 1s)'
complete -c evs -n '__evs_at evs group join' -l guarantee -x -a 'agreed safe' -d 'agreed or safe (default: agreed)'
complete -c evs -n '__evs_at evs group join' -l exec -x -d 'Run this at each change of a group; $EVS_GROUP, $EVS_MEMBERS, $EVS_JOINED and $EVS_LEFT are set'

complete -c evs -n '__evs_at evs group send' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs group send' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs group send' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs group send' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs group send' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs group send' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs group send' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs group send' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs group send' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs group send' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs group send' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs group send' -l wait -x -d 'How long a member that is alone waits for others (default: 1s)'
complete -c evs -n '__evs_at evs group send' -l lines -d 'Send each line of standard input as a message'
complete -c evs -n '__evs_at evs group send' -l guarantee -x -a 'agreed safe' -d 'agreed or safe (default: agreed)'

complete -c evs -n '__evs_at evs group listen' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs group listen' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs group listen' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs group listen' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs group listen' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs group listen' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs group listen' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs group listen' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs group listen' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs group listen' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs group listen' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs group listen' -l wait -x -d 'How long a member that is alone waits for others (default: 1s)'
complete -c evs -n '__evs_at evs group listen' -l count -x -d 'End after so many messages'
complete -c evs -n '__evs_at evs group listen' -l format -x -d 'Print only messages, in this form: %g groups, %s sender,   sequence, %r ring, %d guarantee, %l length, %p payload, \\n, \\t'

complete -c evs -n '__evs_at evs group list' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs group list' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs group list' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs group list' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs group list' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs group list' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs group list' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs group list' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs group list' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs group list' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs group list' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs group list' -l wait -x -d 'How long a member that is alone waits for others (default: 1s)'

complete -c evs -n '__evs_at evs group members' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs group members' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs group members' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs group members' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs group members' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs group members' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs group members' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs group members' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs group members' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs group members' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs group members' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs group members' -l wait -x -d 'How long a member that is alone waits for others (default: 1s)'

complete -c evs -n '__evs_at evs status' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs status' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs status' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs status' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs status' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs status' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs status' -l all -d 'Ask every member of the ring that runs an evs node'
complete -c evs -n '__evs_at evs status' -l wait -x -d 'How long --all waits for answers (default: 2s)'
complete -c evs -n '__evs_at evs status' -l counters -d 'Print every counter with its meaning'

complete -c evs -n '__evs_at evs members' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs members' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs members' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs members' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs members' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs members' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs members' -l all -d 'Ask every member of the ring that runs an evs node'
complete -c evs -n '__evs_at evs members' -l wait -x -d 'How long --all waits for answers (default: 2s)'

complete -c evs -n '__evs_at evs verify' -a '(__fish_complete_directories)'
complete -c evs -n '__evs_at evs verify' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs verify' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs verify' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs verify' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs verify' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs verify' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs verify' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs verify' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs verify' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs verify' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs verify' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs verify' -l nodes -x -d 'Members: of the ring here (default: 3), or to wait for with --config'
complete -c evs -n '__evs_at evs verify' -l duration -x -d 'Send for that long (default: 5s)'
complete -c evs -n '__evs_at evs verify' -l messages -x -d 'Messages of each member, instead of --duration'
complete -c evs -n '__evs_at evs verify' -l chaos -d 'Crash, pause, partition and lose meanwhile, on a ring here, for --duration'
complete -c evs -n '__evs_at evs verify' -l seed -x -d 'Draws the faults of --chaos (default: another one each time, printed)'
complete -c evs -n '__evs_at evs verify' -l loss -x -d 'With --chaos: the share of all datagrams that is lost all the time, 0 to 0.9'
complete -c evs -n '__evs_at evs verify' -l rotate -x -d 'With --chaos: change the key of the ring so many times meanwhile'

complete -c evs -n '__evs_at evs simulate' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs simulate' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs simulate' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs simulate' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs simulate' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs simulate' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs simulate' -l nodes -x -d 'Processes (3)'
complete -c evs -n '__evs_at evs simulate' -l messages -x -d 'Messages in all (200)'
complete -c evs -n '__evs_at evs simulate' -l payload -x -d 'Payload bytes (default: 0:4000, and some large ones)'
complete -c evs -n '__evs_at evs simulate' -l safe -x -d 'Part of the messages that are safe (0.2)'
complete -c evs -n '__evs_at evs simulate' -l loss -x -d 'Probability that a packet is lost'
complete -c evs -n '__evs_at evs simulate' -l duplicate -x -d '.'
complete -c evs -n '__evs_at evs simulate' -l reorder -x -d '.'
complete -c evs -n '__evs_at evs simulate' -l corrupt -x -d '.'
complete -c evs -n '__evs_at evs simulate' -l partitions -x -d 'Times the network is cut'
complete -c evs -n '__evs_at evs simulate' -l crashes -x -d 'Crashes and leaves, with restarts'
complete -c evs -n '__evs_at evs simulate' -l pauses -x -d 'Times a process stands still'
complete -c evs -n '__evs_at evs simulate' -l state-faults -x -d 'Faults triggered by a member\'s state, such as a crash in Recovery'
complete -c evs -n '__evs_at evs simulate' -l sealed -d 'Packets travel in envelopes (AES-256-GCM) whose key changes; somebody without the key records packets and sends them again'
complete -c evs -n '__evs_at evs simulate' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy'
complete -c evs -n '__evs_at evs simulate' -l until -x -d 'Virtual time after which the network heals'
complete -c evs -n '__evs_at evs simulate' -l seed -x -d 'One run (default: 1)'
complete -c evs -n '__evs_at evs simulate' -l seeds -x -d 'One run for each of these'
complete -c evs -n '__evs_at evs simulate' -l swarm -d 'Each seed draws its own options, from mild to extreme'
complete -c evs -n '__evs_at evs simulate' -l scenario -r -F -d 'A scenario of the catalogue, all for every one, or a file, instead of random faults'
complete -c evs -n '__evs_at evs simulate' -l shrink -d 'Make the first failing run smaller and write it as a scenario file, here or in the folder of --trace'
complete -c evs -n '__evs_at evs simulate' -l exhaustive -x -d 'Search all courses of a small situation: merge, recovery or commit'
complete -c evs -n '__evs_at evs simulate' -l paths -x -d 'Most courses of an exhaustive search (20000)'
complete -c evs -n '__evs_at evs simulate' -l list -d 'Name the scenarios'
complete -c evs -n '__evs_at evs simulate' -l coverage -d 'List the marks that the runs reached'
complete -c evs -n '__evs_at evs simulate' -l trace -x -a '(__fish_complete_directories)' -d 'Write traces there; with several runs in a folder for each'

complete -c evs -n '__evs_at evs keygen' -F
complete -c evs -n '__evs_at evs keygen' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs keygen' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs keygen' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs keygen' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs keygen' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs keygen' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs keygen' -l size -x -d 'Length of the key, 128 to 4096 (default: 256)'
complete -c evs -n '__evs_at evs keygen' -l force -d 'Replace a key that exists'
complete -c evs -n '__evs_at evs keygen' -l passphrase -d 'Derive the key from a passphrase, read from the terminal or the first line of standard input: the same on every node whose ring has the same name'

complete -c evs -n '__evs_at evs key' -a install -d 'Install a key on this node, which then accepts packets sealed with it'
complete -c evs -n '__evs_at evs key' -a use -d 'Have every member seal with an installed key from one point of the order on'
complete -c evs -n '__evs_at evs key' -a retire -d 'Have every member forget a key that is no longer in use'
complete -c evs -n '__evs_at evs key' -a list -d 'Print the keys that are installed here, or on all members of the ring'
complete -c evs -n '__evs_at evs key' -s h -l help -d 'Show this help'

complete -c evs -n '__evs_at evs key install' -F
complete -c evs -n '__evs_at evs key install' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs key install' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs key install' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs key install' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs key install' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs key install' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs key install' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs key install' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs key install' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs key install' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs key install' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs key install' -l wait -x -d 'How long to wait for the members\' answers (default: 5s)'

complete -c evs -n '__evs_at evs key use' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs key use' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs key use' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs key use' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs key use' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs key use' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs key use' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs key use' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs key use' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs key use' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs key use' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs key use' -l wait -x -d 'How long to wait for the members\' answers (default: 5s)'
complete -c evs -n '__evs_at evs key use' -l offline -d 'Only on this node, which does not run: its next start seals with the key'

complete -c evs -n '__evs_at evs key retire' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs key retire' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs key retire' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs key retire' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs key retire' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs key retire' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs key retire' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs key retire' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs key retire' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs key retire' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs key retire' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs key retire' -l wait -x -d 'How long to wait for the members\' answers (default: 5s)'
complete -c evs -n '__evs_at evs key retire' -l force -d 'Even if members are away or did not confirm: those can no longer speak to the others'

complete -c evs -n '__evs_at evs key list' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs key list' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs key list' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs key list' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs key list' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs key list' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs key list' -l transport -x -a 'unicast multicast' -d 'unicast or multicast'
complete -c evs -n '__evs_at evs key list' -l profile -x -a 'default fast lossy' -d 'default, fast or lossy: protocol values for the kind of network'
complete -c evs -n '__evs_at evs key list' -l security -x -a 'aes-256-gcm chacha20-poly1305 sober128-hmac-sha1 none' -d 'aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none (default: aes-256-gcm with a key, none without)'
complete -c evs -n '__evs_at evs key list' -l insecure -d 'Allow a ring without a key on addresses other than loopback'
complete -c evs -n '__evs_at evs key list' -l trace -x -a '(__fish_complete_directories)' -d 'Record traces for evs verify in this folder'
complete -c evs -n '__evs_at evs key list' -l wait -x -d 'How long to wait for the members\' answers (default: 5s)'
complete -c evs -n '__evs_at evs key list' -l all -d 'Ask every member of the ring'

complete -c evs -n '__evs_at evs config' -a show -d 'Print the effective configuration'
complete -c evs -n '__evs_at evs config' -s h -l help -d 'Show this help'

complete -c evs -n '__evs_at evs config show' -s h -l help -d 'Show this help'
complete -c evs -n '__evs_at evs config show' -l json -d 'Print JSON; errors become JSON on standard error'
complete -c evs -n '__evs_at evs config show' -l config -r -F -d 'Configuration file (default: $EVS_CONFIG, then the user\'s, then /etc/evs)'
complete -c evs -n '__evs_at evs config show' -s q -l quiet -d 'Only results and errors'
complete -c evs -n '__evs_at evs config show' -s v -l verbose -d 'More on standard error, causes of errors too'
complete -c evs -n '__evs_at evs config show' -l color -x -a 'auto always never' -d 'auto, always or never (default: auto)'
complete -c evs -n '__evs_at evs config show' -l origin -d 'Say where each value came from'

complete -c evs -n '__evs_at evs completion' -a 'bash zsh fish'
complete -c evs -n '__evs_at evs completion' -s h -l help -d 'Show this help'
