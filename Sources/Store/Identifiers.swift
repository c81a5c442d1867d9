package import Mentoring

package typealias BotID = Identifier<Bot>
package typealias AccountID = Identifier<Account>
package typealias ConversationID = Identifier<OpenConversation>
package typealias OutboxID = Identifier<OutboxRow>
